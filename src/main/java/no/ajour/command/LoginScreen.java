package no.ajour.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import no.ajour.helseid.SessionState;
import no.ajour.screen.Ages;
import no.ajour.screen.Table;
import org.jspecify.annotations.Nullable;

/** Who is logged in. Tenants that nobody is logged in for are shown if they are named. */
final class LoginScreen {

    /**
     * As JSON.
     *
     * @param state none, open, expired, ended or unreadable
     */
    record Row(
            String tenant,
            String state,
            @Nullable String who,
            List<String> scopes,
            @Nullable Instant loggedInAt,
            @Nullable Instant refreshedAt,
            @Nullable Instant until,
            @Nullable Long secondsLeft) {}

    private final Instant now;
    private final List<SessionState> states;

    /** @param named organisation numbers; empty for all */
    LoginScreen(Instant now, List<SessionState> states, Set<String> named) {
        this.now = now;
        this.states = states.stream()
                .filter(state -> state.kind() != SessionState.Kind.NONE
                        || named.contains(state.tenant().orgnr()))
                .toList();
    }

    boolean allGood() {
        return states.stream().allMatch(state -> state.kind() == SessionState.Kind.OPEN);
    }

    List<Row> rows() {
        return states.stream().map(this::row).toList();
    }

    private Row row(SessionState state) {
        return new Row(
                state.tenant().orgnr(),
                word(state),
                state.who(),
                state.scopes().stream().sorted().toList(),
                state.begunAt(),
                state.refreshedAt(),
                state.until(),
                state.until() == null || state.kind() != SessionState.Kind.OPEN
                        ? null
                        : Duration.between(now, state.until()).toSeconds());
    }

    List<String> lines() {
        if (states.isEmpty()) {
            return List.of("Nobody is logged in.");
        }
        var table = Table.of("TENANT", "STATE", "LASTS", "LOGGED IN", "WHO", "FOR");
        states.forEach(state -> table.row(
                state.tenant().orgnr(),
                word(state),
                lasts(state),
                Ages.ago(state.begunAt(), now),
                state.who() == null ? "" : state.who(),
                String.join(" ", state.scopes().stream().sorted().toList())));
        var lines = new ArrayList<>(table.lines());
        states.stream()
                .filter(state -> state.kind() != SessionState.Kind.OPEN)
                .forEach(state ->
                        lines.add("ajour login --tenant " + state.tenant().orgnr()));
        return lines;
    }

    private String lasts(SessionState state) {
        if (state.kind() != SessionState.Kind.OPEN) {
            return "";
        }
        return state.until() == null ? "unknown" : Ages.length(Duration.between(now, state.until()));
    }

    private static String word(SessionState state) {
        return state.kind().name().toLowerCase(Locale.ROOT);
    }
}
