package no.ajour.acknowledgement;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What has just happened to an acknowledgement. Messages are safe to show: cut short, and without patients' numbers. */
sealed interface Outcome {

    /** A run has claimed it and is about to send it. */
    record Claimed() implements Outcome {}

    /**
     * JFT took it: 202, or 409 for one that it had before.
     *
     * @param location where its status is told; kept as data and never followed. Null if the answer had none
     */
    record Taken(@Nullable String location) implements Outcome {}

    /** A refusal that makes a dead letter if it is final. */
    sealed interface Refusal extends Outcome {
        /** The code that groups dead letters. */
        String cause();

        String message();
    }

    /** JFT refused to take it, and will refuse it again. */
    record Refused(String cause, String message) implements Refusal {}

    /** No answer that can be read: whether JFT has it is as unknown as before. */
    record NoAnswer(String message) implements Outcome {}

    /** {@code $status} has the journaling. */
    record Journaled(OffsetDateTime at) implements Outcome {}

    /**
     * {@code $status} does not have it.
     *
     * @param settled whether it has been so long that it is not just on its way
     */
    record NotJournaled(boolean settled) implements Outcome {}

    /**
     * {@code $status} refuses the event itself, as when JFT does not know it.
     *
     * @param settled as in {@link NotJournaled}
     */
    record NotKnown(boolean settled, String cause, String message) implements Refusal {}

    /** {@code $status} says that processing failed. */
    record FailedThere(String message) implements Refusal {
        static final String CAUSE = "failed-at-jft";

        @Override
        public String cause() {
            return CAUSE;
        }
    }
}
