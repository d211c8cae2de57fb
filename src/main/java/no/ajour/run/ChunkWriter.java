package no.ajour.run;

import java.util.List;

/**
 * What a step does with its items inside the chunk's transaction. Must let every exception out: an exception that is
 * caught after a statement has failed loses the chunk without a trace.
 *
 * @param <T> the item; its {@code toString()} is logged when it fails, so it must hold no patient's number
 */
@FunctionalInterface
public interface ChunkWriter<T> {
    void write(List<? extends T> items, Tally tally);
}
