package no.ajour.document;

import no.ajour.refresh.Answer;
import org.jspecify.annotations.Nullable;

/** What reading all pages of a search once came to. */
sealed interface Walked {

    /** It has come to its end. */
    record Ended(Answer answer) implements Walked {}

    /**
     * The pages do not belong together.
     *
     * @param why as the end of a sentence
     * @param whatCame what to make of it if it is not better the next time; null: nothing
     */
    record Broken(String why, @Nullable Found whatCame) implements Walked {}
}
