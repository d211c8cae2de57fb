package no.ajour.refresh;

import java.util.concurrent.atomic.AtomicInteger;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiError;
import no.ajour.tenant.Tenant;

/**
 * Tells a patient whom an API refuses from a request that it would refuse for everyone. Once a call of the run has
 * been accepted, a refusal is about the patient. Before that, so many patients refused one by one are about the request:
 * they must not all become dead letters.
 */
public final class Trust {
    /** Patients refused alone, with nothing accepted yet, after which the request is held for wrong. */
    public static final int REFUSALS = 10;

    private final String who;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean earned;

    /** @param who whose API it is, for messages */
    public Trust(String who) {
        this.who = who;
    }

    public void accepted() {
        earned = true;
    }

    public boolean isEarned() {
        return earned;
    }

    /**
     * Counts one patient refused alone.
     *
     * @param check what to look at, for the message
     * @throws WrongInstallation if the request is to be held for wrong
     */
    public void refused(Tenant tenant, int status, ApiError error, String check) {
        if (!earned && refusals.incrementAndGet() >= REFUSALS) {
            throw new WrongInstallation(who + " refuses to tell of any patient for " + tenant + " (HTTP "
                    + status + (error.phrase().isEmpty() ? "" : ", " + error.phrase()) + "): " + REFUSALS
                    + " patients were asked about one by one and none was accepted, so the request is wrong. Check "
                    + check
                    + ".");
        }
    }

    public Answer.Dead notAccepted(int status, ApiError error) {
        return new Answer.Dead(
                true,
                "number-not-accepted",
                who + " does not accept this patient's number (HTTP " + status
                        + (error.phrase().isEmpty() ? "" : ", " + error.phrase())
                        + "). Correct it in the EHR; the patient is asked about again when the list has the right number.");
    }
}
