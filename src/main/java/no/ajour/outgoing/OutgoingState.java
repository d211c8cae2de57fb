package no.ajour.outgoing;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How far an event has come on its way to JFT.
 *
 * <p>Each event is sent once in effect. It is {@code SENDING}, durably, before anything goes out. From there only proof
 * leads back to {@code QUEUED}: that nothing left, that JFT turned it away unprocessed, or that a search of everything
 * JFT has got since, made when what was sent has had its time to arrive, does not hold the event's stable identifier.
 * An event that JFT has answered 202 is never sent again but at an operator's order.
 */
enum OutgoingState {
    /** To be checked, or checked and to be sent. */
    QUEUED,
    /** Sent, or about to be, or lost on the way: whether JFT has it is not known. */
    SENDING,
    /** As sending, and nothing more can be found out: an operator decides. */
    UNCLEAR,
    /** JFT has taken it for later processing (202), or was found to have it. */
    ACCEPTED,
    /** {@code $status} says that JFT has processed it. */
    REGISTERED,
    /** Not fit to be sent, refused by JFT, or taken by JFT and then not processed. */
    REFUSED,
    /** Taken back by the EHR. */
    WITHDRAWN;

    private final String column = name().toLowerCase(Locale.ROOT);

    /** As in {@code ajour.outgoing_event.state}. */
    String column() {
        return column;
    }

    static OutgoingState ofColumn(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing more happens to it by itself. */
    boolean isEnd() {
        return this == REGISTERED || this == REFUSED || this == WITHDRAWN;
    }

    /**
     * All legal transitions of a run, and the only place that decides one. The EHR's own are in {@code withdraw_event} and
     * {@code correct_event}, an operator's in {@link OutgoingRepair}.
     *
     * @throws IllegalStateException if the outcome cannot come about in this state
     */
    OutgoingState after(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Claimed ignored -> from(outcome, SENDING, QUEUED);
            case Outcome.Unfit ignored -> from(outcome, REFUSED, QUEUED, SENDING);
            case Outcome.Taken ignored -> from(outcome, ACCEPTED, SENDING);
            case Outcome.Refused ignored -> from(outcome, REFUSED, SENDING);
            case Outcome.NotSent ignored -> from(outcome, QUEUED, SENDING);
            case Outcome.NoAnswer ignored -> from(outcome, this, SENDING, ACCEPTED, REGISTERED);
            case Outcome.Found ignored -> from(outcome, ACCEPTED, SENDING, ACCEPTED);
            case Outcome.NotFound answer ->
                from(
                        outcome,
                        switch (answer.then()) {
                            case WAIT -> this;
                            case SEND_AGAIN -> QUEUED;
                            case ASK -> UNCLEAR;
                        },
                        SENDING,
                        ACCEPTED);
            case Outcome.Registered ignored -> from(outcome, REGISTERED, ACCEPTED, REGISTERED);
            case Outcome.NotRegistered ignored -> from(outcome, this, ACCEPTED, REGISTERED);
            // What was registered once may be forgotten by JFT in the end.
            case Outcome.NotKnown answer ->
                from(outcome, this == ACCEPTED && answer.settled() ? UNCLEAR : this, ACCEPTED, REGISTERED);
            case Outcome.FailedThere ignored -> from(outcome, REFUSED, ACCEPTED, REGISTERED);
        };
    }

    private OutgoingState from(Outcome outcome, OutgoingState next, OutgoingState... legal) {
        Set<OutgoingState> states = EnumSet.copyOf(Arrays.asList(legal));
        if (!states.contains(this)) {
            throw new IllegalStateException(outcome.getClass().getSimpleName() + " cannot follow " + this);
        }
        return next;
    }
}
