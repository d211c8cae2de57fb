package no.ajour.doctor;

import java.util.Locale;

/** What a check came to. */
public enum Result {
    OK,
    /** Jobs run all the same. */
    WARNING,
    /** Some job cannot do its work. */
    WRONG,
    /** It could not be checked, or there is nothing to check. */
    SKIPPED;

    /** As shown to operators. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
