package no.ajour.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import no.ajour.failure.TryLater;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An answer whose body is read once, by one thread, and that must be closed. */
public final class ApiResponse implements AutoCloseable {
    static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int LONGEST_ERROR_BODY = 64 * 1024;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final String what;
    private final @Nullable String correlationId;
    private final Response response;
    private final AnswerBody body;

    ApiResponse(String what, @Nullable String correlationId, Call call, Response response) {
        this.what = what;
        this.correlationId = correlationId;
        this.response = response;
        this.body = new AnswerBody(what, call, response);
    }

    public int status() {
        return response.code();
    }

    /**
     * The last header of that name, or null. Control characters, which OkHttp lets through, are spaces in it (RFC 9110
     * section 5.5): PostgreSQL would not keep some of them, and a terminal obeys others.
     */
    public @Nullable String header(String name) {
        String value = response.header(name);
        return value == null ? null : CONTROL.matcher(value).replaceAll(" ");
    }

    /** The server's clock when it answered, to the second, from the Date header; null if it sent none that can be right. */
    public @Nullable Instant serverTime() {
        Instant date = response.headers().getInstant("Date");
        // OkHttp reads a year or an hour of any length.
        return date == null || date.isBefore(Instant.EPOCH) || date.isAfter(LATEST) ? null : date;
    }

    /** The id that the server got with the request, for asking its operators; null if none was sent. */
    public @Nullable String correlationId() {
        return correlationId;
    }

    /** The body as it comes, of any size. Reading throws {@link TryLater} if the connection breaks, never IOException. */
    public InputStream body() {
        return body;
    }

    /**
     * The whole body.
     *
     * @param max in bytes
     * @throws TryLater if it is longer, or breaks off
     */
    public byte[] bytes(long max) {
        byte[] bytes = bytesUpTo(max);
        if (bytes == null) {
            throw new TryLater(what + ": the answer is longer than " + max + " bytes and was not read");
        }
        return bytes;
    }

    /**
     * As {@link #bytes}, for whoever knows what to do with an answer that is too long.
     *
     * @param max in bytes
     * @return null if it is longer
     */
    public byte @Nullable [] bytesUpTo(long max) {
        int most = (int) Math.min(max, Integer.MAX_VALUE - 16);
        byte[] bytes = read(most + 1);
        return bytes.length > most ? null : bytes;
    }

    /** What an error answer says, by the form of its body. A body that breaks off says nothing. */
    public ApiError error() {
        byte[] bytes;
        try {
            bytes = read(LONGEST_ERROR_BODY);
        } catch (TryLater e) {
            return new ApiError(null, "");
        }
        ApiError error = ErrorBody.parse(bytes, charset());
        String challenge = header("WWW-Authenticate");
        return error.phrase().isEmpty() && challenge != null ? new ApiError(null, challenge) : error;
    }

    private byte[] read(int most) {
        try {
            return body.readNBytes(most);
        } catch (IOException e) {
            throw new TryLater(what + ": the answer could not be read", e);
        } finally {
            close();
        }
    }

    private Charset charset() {
        MediaType type = response.body().contentType();
        Charset named = type == null ? null : type.charset(StandardCharsets.UTF_8);
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    @Override
    public void close() {
        response.close();
    }

    @Override
    public String toString() {
        return what + " answered " + status();
    }
}
