package no.ajour.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters.
 *
 * @param ids only these; empty for any
 * @param job only of this job; null for any
 * @param tenants only of these; empty for any
 * @param causes only with one of these; empty for any
 * @param states in one of these
 */
public record LetterSelection(
        List<Long> ids, @Nullable String job, List<String> tenants, List<String> causes, List<String> states) {

    /** The states of letters that are not closed. */
    public static final List<String> OPEN = List.of("unresolved", "retrying");

    /** All the states there are. */
    public static final List<String> STATES = List.of("unresolved", "retrying", "resolved", "obsolete", "discarded");

    public LetterSelection {
        ids = List.copyOf(ids);
        tenants = List.copyOf(tenants);
        causes = List.copyOf(causes);
        states = List.copyOf(states);
    }
}
