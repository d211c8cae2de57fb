package no.ajour.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the book before the last byte of a body of known length: a client that has read everything then finds the
 * book written, and a body that was cut never gets there.
 */
final class LastByteStream extends FilterOutputStream {
    private final Runnable beforeLast;
    private long left;

    LastByteStream(OutputStream out, long length, Runnable beforeLast) {
        super(out);
        this.left = length;
        this.beforeLast = beforeLast;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0 && length == left) {
            out.write(bytes, offset, length - 1);
            beforeLast.run();
            out.write(bytes, offset + length - 1, 1);
        } else {
            out.write(bytes, offset, length);
        }
        left -= length;
    }
}
