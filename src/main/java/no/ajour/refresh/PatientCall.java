package no.ajour.refresh;

import java.util.List;
import no.ajour.refresh.RefreshRequests.Queued;

/**
 * A way of asking an API about patients of one tenant, for one run. Safe for use by several threads at a time.
 * Asking changes nothing there, so a call may be repeated.
 */
public interface PatientCall {

    /** The most patients that {@link #ask} takes. */
    int most();

    /**
     * Asks, and gives every patient an answer.
     *
     * @throws no.ajour.failure.TryLater if the API does not answer as it should
     * @throws no.ajour.failure.WrongInstallation if it refuses what is asked for whomever it is asked
     */
    Reply ask(List<Queued> patients);
}
