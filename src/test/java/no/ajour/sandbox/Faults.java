package no.ajour.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Misbehaviour on demand:
 *
 * <pre>{@code
 * sandbox.faults().on(JFT_READ, "/v1/.*").skip(2).times(3).status(503);
 * sandbox.faults().on(JFT_WRITE).afterHandling().drop();
 * }</pre>
 *
 * A rule strikes once unless it says otherwise. All rules that match a call apply, in the order they were made.
 */
public final class Faults {
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

    /** A rule for every request to one API. */
    public FaultRule on(String api) {
        return when(call -> call.api().equals(api));
    }

    /** A rule for the requests to one API whose path (decoded, after the prefix) matches a regular expression. */
    public FaultRule on(String api, String pathPattern) {
        Predicate<String> path = Pattern.compile(pathPattern).asMatchPredicate();
        return when(call -> call.api().equals(api) && path.test(call.path()));
    }

    public FaultRule when(Predicate<Call> condition) {
        return new FaultRule(condition, rules);
    }

    /** All is well again. */
    public void clear() {
        rules.clear();
    }

    List<Effect> effects(Call call) {
        if (rules.isEmpty()) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        for (FaultRule rule : rules) {
            rule.effectOn(call).ifPresent(effects::add);
        }
        return effects;
    }
}
