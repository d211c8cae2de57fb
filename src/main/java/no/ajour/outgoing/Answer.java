package no.ajour.outgoing;

import java.time.Instant;

/**
 * What an exchange with JFT came to.
 *
 * @param at when the answer came
 */
record Answer(OutgoingEvent event, Outcome outcome, Instant at) {

    /** The state that the row gets. */
    OutgoingState next() {
        return event.state().after(outcome);
    }
}
