package no.ajour.patient;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.failure.WrongRecord;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code ajour.patients.numbers.*}.
 *
 * @param rule {@code today}, {@code 2032} or {@code both}: which control digits are right
 * @param allow numbers that are accepted whatever the environment says, such as test persons whose numbers have the
 *     ordinary form
 */
public record NumberSettings(
        @DefaultValue("both") String rule, @DefaultValue List<String> allow) {

    public NumberSettings {
        NumberRule.of(rule);
        allow = List.copyOf(allow);
        for (int i = 0; i < allow.size(); i++) {
            requireNumber(i, allow.get(i), NumberRule.of(rule));
        }
    }

    NumberRule numberRule() {
        return NumberRule.of(rule);
    }

    Set<Nin> allowed() {
        return allow.stream()
                .map(number -> Nin.parse(number, numberRule()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    // Without quotation marks, YAML reads a number with a leading zero as octal and gives another number.
    private static void requireNumber(int index, String number, NumberRule rule) {
        try {
            Nin.parse(number, rule);
        } catch (WrongRecord e) {
            throw new IllegalArgumentException("ajour.patients.numbers.allow[" + index + "]: " + e.getMessage()
                    + ". Write the eleven digits in quotation marks");
        }
    }

    /** Without the numbers. */
    @Override
    public String toString() {
        return "NumberSettings[rule=" + rule + ", allow=" + allow.size() + " numbers]";
    }
}
