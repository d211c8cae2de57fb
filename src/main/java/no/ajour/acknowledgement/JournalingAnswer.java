package no.ajour.acknowledgement;

import java.time.Instant;
import no.ajour.acknowledgement.Outcome.Refusal;
import no.ajour.delivery.Answer;
import no.ajour.delivery.Unanswered;
import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange with JFT came to.
 *
 * @param at when the answer came
 */
record JournalingAnswer(Acknowledgement item, Outcome outcome, Instant at) implements Answer {

    /** The state that the row gets. */
    AcknowledgementState next() {
        return item.state().after(outcome);
    }

    /** What is final; null if JFT did not refuse it, or not for good. */
    @Nullable
    Refusal refusal() {
        return next() == AcknowledgementState.FAILED && outcome instanceof Refusal refusal ? refusal : null;
    }

    @Override
    public @Nullable Unanswered unanswered() {
        return outcome instanceof Outcome.NoAnswer none ? new Unanswered(true, none.message(), null) : null;
    }

    @Override
    public boolean isDone() {
        return next() == AcknowledgementState.CONFIRMED;
    }

    @Override
    public @Nullable DeadLetter letter() {
        var refusal = refusal();
        return refusal == null ? null : new DeadLetter(item.record(), refusal.cause(), refusal.message());
    }
}
