package no.ajour.digitalactive;

import java.util.List;
import no.ajour.digitalactive.RefreshRequests.Queued;

/**
 * A way of asking Helsenorge about patients of one tenant, for one run. Safe for use by several threads at a time.
 * Asking changes nothing at Helsenorge, so a call may be repeated.
 */
interface StatusCall {

    /** The most patients that {@link #ask} takes. */
    int most();

    /**
     * Asks, and gives every patient an answer.
     *
     * @throws no.ajour.failure.TryLater if Helsenorge does not answer as it should
     * @throws no.ajour.failure.WrongInstallation if it refuses what is asked for whomever it is asked
     */
    Reply ask(List<Queued> patients);
}
