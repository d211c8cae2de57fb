package no.ajour.digitalactive;

import org.jspecify.annotations.Nullable;

/** What one reading of the change list came to. */
sealed interface Poll {

    /** The offset that was sent; null for none. */
    @Nullable
    String from();

    /** The offset received. */
    String to();

    ChangeCounts counts();

    /**
     * The list was compared with the local numbers.
     *
     * @param matched the local numbers, those on the list marked
     */
    record Changes(@Nullable String from, String to, ChangeCounts counts, LocalNumbers matched) implements Poll {}

    /**
     * Changes were missed, so everyone may have changed.
     *
     * @param why in words for operators
     */
    record Gap(@Nullable String from, String to, ChangeCounts counts, String why) implements Poll {}
}
