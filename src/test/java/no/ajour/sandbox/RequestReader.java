package no.ajour.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads requests off a connection (RFC 9112). A request that is no HTTP/1.1 ends the connection. */
final class RequestReader {
    private static final int LONGEST_LINE = 1 << 16;
    private static final int LARGEST_BODY = 64 << 20;

    private final InputStream in;
    private final OutputStream out;

    RequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** A request; header names are looked up in any case. */
    static final class Request {
        private final String method;
        private final String target;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        private Request(String method, String target, Map<String, List<String>> headers, byte[] body) {
            this.method = method;
            this.target = target;
            this.headers = headers;
            this.body = body;
        }

        String method() {
            return method;
        }

        String target() {
            return target;
        }

        List<String> headers(String name) {
            return headers.getOrDefault(name, List.of());
        }

        byte[] body() {
            return body;
        }

        /** Whether the client wants the connection closed after it. */
        boolean isLast() {
            return headers("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
        }
    }

    /** The next request; null when the client has closed the connection. */
    @Nullable
    Request next() throws IOException {
        String line = line();
        if (line == null) {
            return null;
        }
        String[] start = line.split(" ", -1);
        if (start.length != 3 || !start[2].equals("HTTP/1.1") || !isPath(start[1])) {
            throw new ProtocolException("This is no HTTP/1.1 request");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field = needed(); !field.isEmpty(); field = needed()) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("This is no header field");
            }
            headers.computeIfAbsent(field.substring(0, colon), name -> new ArrayList<>())
                    .add(field.substring(colon + 1).strip());
        }
        if (headers.containsKey("Expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return new Request(start[0], start[1], headers, body(headers));
    }

    private static boolean isPath(String target) {
        try {
            return target.startsWith("/") && new URI(target).getPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("Transfer-Encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(exactly(size));
                needed();
            }
            needed();
            return body.toByteArray();
        }
        List<String> length = headers.getOrDefault("Content-Length", List.of("0"));
        return exactly(number(length.getFirst(), 10));
    }

    private int chunkSize() throws IOException {
        return number(needed().split(";", 2)[0].strip(), 16);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= LARGEST_BODY) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ProtocolException("This is no length of a body");
        }
        throw new ProtocolException("The body is too large");
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private String needed() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.isEmpty()) {
                return null;
            }
            if (b < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
