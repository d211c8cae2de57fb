package no.ajour.patient;

import java.util.Set;
import no.ajour.failure.WrongRecord;
import no.ajour.patient.Installation.Environment;
import no.ajour.patient.NumberVerdict.Accepted;
import no.ajour.patient.NumberVerdict.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Keeps synthetic persons out of production and real persons out of test systems.
 *
 * <p>Two kinds are accepted in both, since their digits do not tell: H-numbers, which look like NAV's synthetic numbers,
 * and FH-numbers, which are random.
 */
public final class NumberGuard {

    private final Environment environment;
    private final NumberRule rule;
    private final Set<Nin> allowed;

    public NumberGuard(Environment environment, NumberSettings settings) {
        this.environment = environment;
        this.rule = settings.numberRule();
        this.allowed = settings.allowed();
    }

    /**
     * Judges a number.
     *
     * @param text a number as some system gave it; spaces around it, and between the sixth and the seventh digit, do not
     *     matter. Null is an invalid number
     */
    public NumberVerdict check(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new Refused("invalid-number", "There is no number");
        }
        try {
            return check(Nin.parse(withoutSpaces(text), rule));
        } catch (WrongRecord e) {
            return new Refused(e.causeCode(), String.valueOf(e.getMessage()));
        }
    }

    private NumberVerdict check(Nin nin) {
        if (allowed.contains(nin)) {
            return new Accepted(nin);
        }
        return switch (nin.synthetic()) {
            case UNKNOWN -> new Accepted(nin);
            case YES ->
                environment == Environment.TEST
                        ? new Accepted(nin)
                        : refused("A synthetic number in production (ajour.environment)");
            case NO ->
                environment == Environment.PRODUCTION
                        ? new Accepted(nin)
                        : refused("A number of the form that real persons have, in a test system (ajour.environment)");
        };
    }

    private static Refused refused(String what) {
        return new Refused(
                "refused-number", what + ". Remove it, or add it to ajour.patients.numbers.allow if it belongs here");
    }

    private static String withoutSpaces(String text) {
        var stripped = text.strip();
        return stripped.length() == 12 && stripped.charAt(6) == ' '
                ? stripped.substring(0, 6) + stripped.substring(7)
                : stripped;
    }
}
