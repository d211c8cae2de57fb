package no.ajour.document;

import org.jspecify.annotations.Nullable;

/** What comes of fetching documents, in order: the parts of one, then its end. */
sealed interface Piece {

    /** Some bytes of a document, which belong to it and are not copied. */
    final class Part implements Piece {
        private final Wanted wanted;
        private final int number;
        private final byte[] bytes;

        /** @param number from 0 */
        Part(Wanted wanted, int number, byte[] bytes) {
            this.wanted = wanted;
            this.number = number;
            this.bytes = bytes;
        }

        Wanted wanted() {
            return wanted;
        }

        int number() {
            return number;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public String toString() {
            return "part " + number + " of " + wanted;
        }
    }

    /**
     * The end of a document.
     *
     * @param eventId of the request, for NHN's support; null if none was sent
     */
    record End(Wanted wanted, Came came, @Nullable String eventId) implements Piece {
        @Override
        public String toString() {
            return "end of " + wanted;
        }
    }

    /** What a document came to. */
    sealed interface Came {}

    /**
     * It is here.
     *
     * @param length in bytes
     * @param sha256 in hexadecimal
     * @param file where it is below the folder; null: in the parts
     */
    record Whole(
            String type,
            long length,
            String sha256,
            @Nullable String file) implements Came {}

    /** PHR has it no more. */
    record Gone(String why) implements Came {}

    /** PHR does not give it. */
    record Refused(String cause, String why) implements Came {}

    /** It cannot be kept. */
    record Failed(String cause, String why) implements Came {}

    /** There was no answer; it is asked for again. */
    record Postponed() implements Came {}
}
