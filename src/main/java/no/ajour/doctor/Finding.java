package no.ajour.doctor;

import no.ajour.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a check found.
 *
 * @param check the check's name
 * @param subject what was looked at: an API, an API and a tenant's organisation number, a group of settings; null if
 *     the check looks at one thing only
 * @param found safe to show
 * @param fix what to do; null if nothing is to be done
 */
public record Finding(
        String check,
        @Nullable String subject,
        Result result,
        String found,
        @Nullable String fix) {

    static Finding ok(String check, @Nullable String subject, String found) {
        return new Finding(check, subject, Result.OK, found, null);
    }

    static Finding warning(String check, @Nullable String subject, String found, String fix) {
        return new Finding(check, subject, Result.WARNING, found, fix);
    }

    static Finding wrong(String check, @Nullable String subject, String found, String fix) {
        return new Finding(check, subject, Result.WRONG, found, fix);
    }

    static Finding wrong(String check, @Nullable String subject, Failure failure) {
        return wrong(check, subject, String.valueOf(failure.getMessage()));
    }

    /**
     * @param message that says what happened and then what to do, as those of failures and settings: what stands after
     *     the last full stop or semicolon is the fix. A message without either is both
     */
    static Finding wrong(String check, @Nullable String subject, String message) {
        int stop = Math.max(message.lastIndexOf(". "), message.lastIndexOf("; "));
        return stop < 0
                ? wrong(check, subject, message, "correct it")
                : wrong(
                        check,
                        subject,
                        message.substring(0, stop),
                        message.substring(stop + 2).replaceFirst("\\.$", ""));
    }

    static Finding skipped(String check, @Nullable String subject, String why) {
        return new Finding(check, subject, Result.SKIPPED, why, null);
    }
}
