package no.ajour.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What is sent back. The body is either of declared length or, with length -1, chunked and written as it is made.
 * {@code whenSent} runs just before the client can see the end of the body, and not at all if the body was cut.
 */
public final class Answer {
    /** Writes a body. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final int status;
    private final Map<String, String> headers;
    private final long length;
    private final Body body;
    private final Runnable whenSent;

    private Answer(int status, Map<String, String> headers, long length, Body body, Runnable whenSent) {
        this.status = status;
        this.headers = headers;
        this.length = length;
        this.body = body;
        this.whenSent = whenSent;
    }

    public static Answer of(int status, Map<String, String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Answer(status, headers, bytes.length, out -> out.write(bytes), () -> {});
    }

    static Answer empty(int status) {
        return of(status, Map.of(), "");
    }

    static Answer json(int status, String body) {
        return of(status, Map.of("Content-Type", "application/json"), body);
    }

    /** Chunked JSON, written while it is made. */
    static Answer stream(Body body) {
        return new Answer(200, Map.of("Content-Type", "application/json"), -1, body, () -> {});
    }

    public Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, length, body, whenSent);
    }

    /** The same answer, said to be made at that time. */
    Answer date(Instant time) {
        return header("Date", HTTP_DATE.format(time));
    }

    /** The same answer, dated so unless a fault has dated it before. */
    Answer dated(Instant time) {
        return headers.containsKey("Date") ? this : date(time);
    }

    /** The same answer with another body of declared length. */
    public Answer text(String other) {
        Answer changed = of(status, headers, other);
        return new Answer(status, headers, changed.length, changed.body, whenSent);
    }

    /** The same answer, chunked. */
    Answer chunked() {
        return new Answer(status, headers, -1, body, whenSent);
    }

    /** The same answer, whose body breaks off after at most so many bytes, and always before its end. */
    Answer cutAfter(long bytes) {
        long most = length < 0 ? bytes : Math.min(bytes, length - 1);
        Body cut = out -> {
            CutStream stream = new CutStream(out, most);
            body.writeTo(stream);
            throw stream.cut();
        };
        return new Answer(status, headers, length, cut, whenSent);
    }

    /** The same answer, whose body comes in ten pieces with a pause before each. */
    Answer trickling(Duration pause) {
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        return new Answer(
                status,
                headers,
                bytes.length,
                out -> {
                    int piece = Math.max(1, bytes.length / 10);
                    for (int from = 0; from < bytes.length; from += piece) {
                        LockSupport.parkNanos(pause.toNanos());
                        out.write(bytes, from, Math.min(piece, bytes.length - from));
                        out.flush();
                    }
                },
                whenSent);
    }

    Answer whenSent(Runnable action) {
        return new Answer(status, headers, length, body, action);
    }

    public int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    long length() {
        return length;
    }

    void write(OutputStream out) throws IOException {
        body.writeTo(out);
    }

    void sent() {
        whenSent.run();
    }

    /** The whole body as text, for faults that change it. */
    public String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            body.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
