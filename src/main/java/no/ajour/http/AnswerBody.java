package no.ajour.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import no.ajour.failure.TryLater;
import okhttp3.Call;
import okhttp3.Response;

/**
 * The body of an answer as a stream of any size, held one buffer at a time. A body that is cut in the middle is a
 * {@link TryLater}, never an early end; so is an interrupt while waiting for more of it.
 */
final class AnswerBody extends InputStream {
    private static final int BUFFER = 64 * 1024;

    private final String what;
    private final Call call;
    private final InputStream source;
    private final Response response;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long received;

    AnswerBody(String what, Call call, Response response) {
        this.what = what;
        this.call = call;
        this.response = response;
        this.source = response.body().byteStream();
    }

    @Override
    public int read() {
        return fill() ? buffer[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    private boolean fill() {
        if (position < limit) {
            return true;
        }
        int count;
        try {
            count = Interruptible.call(what, () -> source.read(buffer, 0, BUFFER), call::cancel);
        } catch (IOException e) {
            throw new TryLater(what + ": the answer broke off after " + received + " bytes, " + Sender.reason(e)
                    + ". Nothing of it counts; the next run asks again");
        }
        position = 0;
        limit = Math.max(count, 0);
        received += limit;
        return count > 0;
    }

    @Override
    public int available() {
        return limit - position;
    }

    @Override
    public void close() {
        response.close();
    }
}
