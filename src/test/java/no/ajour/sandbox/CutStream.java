package no.ajour.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets so many bytes through, sees that they reach the client, and then breaks the connection. */
final class CutStream extends FilterOutputStream {
    private long left;

    CutStream(OutputStream out, long bytes) {
        super(out);
        left = bytes;
    }

    /** To be thrown: pushes out what was written, for the server drops the connection without doing so. */
    IOException cut() throws IOException {
        out.flush();
        return new IOException("The body was cut by a fault");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int some = (int) Math.min(left, length);
        out.write(bytes, offset, some);
        left -= some;
        if (some < length) {
            throw cut();
        }
    }
}
