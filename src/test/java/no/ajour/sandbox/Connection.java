package no.ajour.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One HTTP/1.1 connection, request after request (RFC 9112). */
final class Connection {
    private final Socket socket;
    private final Gate gate;
    private final InputStream in;
    private final OutputStream out;

    Connection(Socket socket, Gate gate) throws IOException {
        this.socket = socket;
        this.gate = gate;
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 15);
    }

    /** Returns when the client closes, and throws when the connection breaks. */
    void serve() throws IOException {
        RequestReader reader = new RequestReader(in, out);
        while (true) {
            RequestReader.Request request = reader.next();
            if (request == null) {
                return;
            }
            gate.handle(request, this);
            out.flush();
            if (request.isLast()) {
                return;
            }
        }
    }

    /** Sends an answer; the action runs before the client can see its end, and not if it is cut. */
    void send(Answer answer, Runnable beforeEnd) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(answer.status()).append(" \r\n");
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        boolean chunked = answer.length() < 0;
        head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + answer.length());
        byte[] bytes = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        if (answer.length() == 0) {
            beforeEnd.run();
            out.write(bytes);
        } else if (chunked) {
            out.write(bytes);
            ChunkedStream body = new ChunkedStream(out);
            answer.write(body);
            beforeEnd.run();
            body.end();
        } else {
            out.write(bytes);
            answer.write(new LastByteStream(out, answer.length(), beforeEnd));
        }
    }

    /** Has the connection end with a reset (RST) instead of an orderly end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
    }
}
