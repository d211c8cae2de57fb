package no.ajour.document;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the parts of one document go while it comes. Closed without {@link #finish}, nothing of it is left to read. */
interface Keeping extends AutoCloseable {

    /**
     * Keeps some of it.
     *
     * @param number from 0
     * @param bytes belong to whoever keeps them from now on
     */
    void keep(int number, byte[] bytes) throws IOException, InterruptedException;

    /** Keeps the whole of it. Returns the file that it is in, below the folder; null if there is none. */
    @Nullable
    String finish() throws IOException;

    @Override
    void close();
}
