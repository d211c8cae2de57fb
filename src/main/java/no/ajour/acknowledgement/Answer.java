package no.ajour.acknowledgement;

import java.time.Instant;

/**
 * What an exchange with JFT came to.
 *
 * @param at when the answer came
 */
record Answer(Acknowledgement acknowledgement, Outcome outcome, Instant at) {

    /** The state that the row gets. */
    AcknowledgementState next() {
        return acknowledgement.state().after(outcome);
    }
}
