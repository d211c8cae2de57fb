package no.ajour.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AcknowledgementStateTest {
    private static final List<Outcome> OUTCOMES = List.of(
            new Outcome.Claimed(),
            new Outcome.Taken(null),
            new Outcome.Refused("refused", ""),
            new Outcome.NoAnswer(""),
            new Outcome.Journaled(OffsetDateTime.parse("2026-11-21T12:00:00+01:00")),
            new Outcome.NotJournaled(false),
            new Outcome.NotJournaled(true),
            new Outcome.NotKnown(false, "unknown-event", ""),
            new Outcome.NotKnown(true, "unknown-event", ""),
            new Outcome.FailedThere(""));

    @Provide
    Arbitrary<Outcome> outcomes() {
        return Arbitraries.of(OUTCOMES);
    }

    @Property
    void nothing_leaves_confirmed_and_nothing_is_sent_twice_but_what_status_did_not_have(
            @ForAll List<@From("outcomes") Outcome> happenings) {
        var state = AcknowledgementState.PENDING;
        boolean sent = false;
        for (var happening : happenings) {
            var before = state;
            state = after(state, happening);

            if (before == AcknowledgementState.CONFIRMED) {
                assertThat(state).isEqualTo(AcknowledgementState.CONFIRMED);
            }
            if (sent && state == AcknowledgementState.PENDING && before != state) {
                assertThat(happening).isEqualTo(new Outcome.NotJournaled(true));
                assertThat(before).isEqualTo(AcknowledgementState.SENDING);
            }
            if (state == AcknowledgementState.CONFIRMED && before != state) {
                assertThat(happening).isInstanceOf(Outcome.Journaled.class);
            }
            sent = sent || state == AcknowledgementState.SENDING;
        }
    }

    // What cannot come about leaves everything as it is.
    private static AcknowledgementState after(AcknowledgementState state, Outcome happening) {
        try {
            return state.after(happening);
        } catch (IllegalStateException impossible) {
            return state;
        }
    }

    @Test
    void only_these_transitions_are_legal() {
        Map<AcknowledgementState, Integer> legal = new EnumMap<>(AcknowledgementState.class);
        for (var state : AcknowledgementState.values()) {
            for (var outcome : OUTCOMES) {
                try {
                    state.after(outcome);
                    legal.merge(state, 1, Integer::sum);
                } catch (IllegalStateException expected) {
                    assertThat(expected).hasMessageContaining("cannot follow");
                }
            }
        }
        assertThat(legal)
                .isEqualTo(Map.of(
                        AcknowledgementState.PENDING, 1,
                        AcknowledgementState.SENDING, 9,
                        AcknowledgementState.ACCEPTED, 7));
    }

    @Test
    void nothing_can_happen_to_what_is_confirmed() {
        assertThatThrownBy(() -> AcknowledgementState.CONFIRMED.after(new Outcome.Claimed()))
                .isInstanceOf(IllegalStateException.class);
    }
}
