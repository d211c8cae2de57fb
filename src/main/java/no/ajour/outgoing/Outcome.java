package no.ajour.outgoing;

import java.time.OffsetDateTime;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/** What has just happened to an event. Messages are safe to show: cut short, and without patients' numbers. */
sealed interface Outcome {

    /** A run has claimed it and is about to send it. */
    record Claimed() implements Outcome {}

    /** What leads to a dead letter if it is final, with the code that groups them. */
    sealed interface Trouble extends Outcome {
        String cause();

        String message();
    }

    /** It is not fit to be sent, and was not. */
    record Unfit(String cause, String message) implements Trouble {}

    /**
     * JFT took it.
     *
     * @param location where its status is told; kept as data and never followed. Null if the answer had none
     * @param id of the event in JFT; null if the location does not tell it
     */
    record Taken(@Nullable String location, @Nullable String id) implements Outcome {}

    /** JFT refused to take it, and will refuse it again. */
    record Refused(String cause, String message) implements Trouble {}

    /**
     * JFT has certainly not processed it.
     *
     * @param end why nothing else can be sent for the tenant either; null if the next may be tried
     */
    record NotSent(String message, @Nullable WrongInstallation end) implements Outcome {}

    /** No answer that can be read: what JFT knows is as unknown as before. */
    record NoAnswer(String message) implements Outcome {}

    /** A search has the event's identifier. */
    record Found(String id) implements Outcome {}

    /** What follows when a search does not have it. */
    enum Then {
        /** It may still be on its way. */
        WAIT,
        SEND_AGAIN,
        ASK
    }

    /** A search of all that JFT got since the event was claimed does not have its identifier. */
    record NotFound(Then then, String cause, String message) implements Trouble {}

    /** {@code $status} says that JFT has processed it. */
    record Registered(OffsetDateTime at) implements Outcome {}

    /** {@code $status} knows it, and it is not processed yet. */
    record NotRegistered() implements Outcome {}

    /**
     * {@code $status} does not know it.
     *
     * @param settled whether it has been so long that it is not just on its way
     */
    record NotKnown(boolean settled, String cause, String message) implements Trouble {}

    /** {@code $status} says that processing failed. */
    record FailedThere(String message) implements Trouble {
        static final String CAUSE = "failed-at-jft";

        @Override
        public String cause() {
            return CAUSE;
        }
    }
}
