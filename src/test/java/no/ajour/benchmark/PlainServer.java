package no.ajour.benchmark;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/** Serves prepared bodies and checks nothing, so that what a floor reads costs its server next to nothing. */
final class PlainServer implements AutoCloseable {
    private final HttpServer server;

    PlainServer(List<byte[]> bodies) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "plain-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            var body = bodies.get(
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** One connection, on which bodies are read one after the other. */
    Connection connect() throws IOException {
        return new Connection(
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort()));
    }

    static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        /** Reads a body to its end. */
        byte[] get(int number) throws IOException {
            socket.getOutputStream()
                    .write(("GET /" + number + " HTTP/1.1\r\nHost: plain\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            int length = 0;
            for (var line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                    length = Integer.parseInt(line.substring(16));
                }
            }
            return in.readNBytes(length);
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int read = in.read(); read != '\n'; read = in.read()) {
                if (read < 0) {
                    throw new IOException("The connection has ended");
                }
                line.append((char) read);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
