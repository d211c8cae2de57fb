package no.ajour.acknowledgement;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How far JFT has been told about one journaled event.
 *
 * <p>Acknowledged means journaled. An acknowledgement is in {@code PENDING} only when the event is durably stored and the
 * EHR has marked it journaled (or the tenant chose {@code acknowledge: stored}). It is {@code SENDING}, durably, before
 * anything goes out, and from there only an answer decides: what {@code $status} does not have, and had time to get, is
 * the one thing that is sent again. It counts as done only when {@code $status} says so, and then for good.
 */
enum AcknowledgementState {
    /** The EHR has journaled the event, and nothing is on its way to JFT. */
    PENDING,
    /** Sent, or about to be, or lost on the way: what became of it is not known. */
    SENDING,
    /** JFT has taken it for later processing (202), or says that it had it before (409). */
    ACCEPTED,
    /** {@code $status} has the journaling. */
    CONFIRMED,
    /** JFT refused it for good. */
    FAILED;

    private static final Set<AcknowledgementState> ON_ITS_WAY =
            Collections.unmodifiableSet(EnumSet.of(SENDING, ACCEPTED));

    private final String column = name().toLowerCase(Locale.ROOT);

    /** As in {@code ajour.acknowledgement.state}. */
    String column() {
        return column;
    }

    static AcknowledgementState ofColumn(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /**
     * All legal transitions, and the only place that decides one.
     *
     * @throws IllegalStateException if the outcome cannot come about in this state
     */
    AcknowledgementState after(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Claimed ignored -> from(EnumSet.of(PENDING), outcome, SENDING);
            case Outcome.Taken ignored -> from(EnumSet.of(SENDING), outcome, ACCEPTED);
            case Outcome.Refused ignored -> from(EnumSet.of(SENDING), outcome, FAILED);
            case Outcome.NoAnswer ignored -> from(ON_ITS_WAY, outcome, this);
            case Outcome.Journaled ignored -> from(ON_ITS_WAY, outcome, CONFIRMED);
            // What JFT has said that it took is not sent again, however long it needs.
            case Outcome.NotJournaled answer ->
                from(ON_ITS_WAY, outcome, this == SENDING && answer.settled() ? PENDING : this);
            case Outcome.NotKnown answer -> from(ON_ITS_WAY, outcome, answer.settled() ? FAILED : this);
            case Outcome.FailedThere ignored -> from(ON_ITS_WAY, outcome, FAILED);
        };
    }

    private AcknowledgementState from(Set<AcknowledgementState> legal, Outcome outcome, AcknowledgementState next) {
        if (!legal.contains(this)) {
            throw new IllegalStateException(outcome.getClass().getSimpleName() + " cannot follow " + this);
        }
        return next;
    }
}
