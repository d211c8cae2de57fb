package no.ajour.refresh;

import java.time.Instant;
import no.ajour.refresh.RefreshRequests.Queued;

/**
 * One request and its answer.
 *
 * @param askedAt when the call began: the answer is at least as new as this
 */
public record Answered(Queued queued, Answer answer, Instant askedAt) {

    @Override
    public String toString() {
        return queued.toString();
    }
}
