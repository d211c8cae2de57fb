package no.ajour.outgoing;

import java.time.Instant;
import no.ajour.delivery.Answer;
import no.ajour.delivery.Unanswered;
import no.ajour.outgoing.Outcome.Trouble;
import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange with JFT came to.
 *
 * @param at when the answer came
 */
record EventAnswer(OutgoingEvent item, Outcome outcome, Instant at) implements Answer {

    /** The state that the row gets. */
    OutgoingState next() {
        return item.state().after(outcome);
    }

    /** What stays until somebody does something; null if there is nothing. */
    @Nullable
    Trouble trouble() {
        boolean stays = next() == OutgoingState.REFUSED || next() == OutgoingState.UNCLEAR;
        return stays && outcome instanceof Trouble trouble ? trouble : null;
    }

    @Override
    public @Nullable Unanswered unanswered() {
        return switch (outcome) {
            case Outcome.NoAnswer none -> new Unanswered(true, none.message(), null);
            case Outcome.NotSent unsent -> new Unanswered(false, unsent.message(), unsent.end());
            default -> null;
        };
    }

    @Override
    public boolean isDone() {
        return next() == OutgoingState.REGISTERED;
    }

    @Override
    public @Nullable DeadLetter letter() {
        var trouble = trouble();
        return trouble == null ? null : new DeadLetter(item.record(), trouble.cause(), trouble.message());
    }
}
