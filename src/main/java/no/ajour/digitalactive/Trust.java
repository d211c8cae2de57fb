package no.ajour.digitalactive;

import java.util.concurrent.atomic.AtomicInteger;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiError;
import no.ajour.refresh.Answer;
import no.ajour.tenant.Tenant;

/**
 * Tells a patient whom Helsenorge refuses from a request that it would refuse for everyone. Once a call of the run has
 * been accepted, a refusal is about the patient. Before that, so many patients refused one by one are about the request:
 * they must not all become dead letters.
 */
final class Trust {
    /** Patients refused alone, with nothing accepted yet, after which the request is held for wrong. */
    static final int REFUSALS = 10;

    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean earned;

    void accepted() {
        earned = true;
    }

    boolean isEarned() {
        return earned;
    }

    /**
     * Counts one patient refused alone.
     *
     * @throws WrongInstallation if the request is to be held for wrong
     */
    void refused(Tenant tenant, int status, ApiError error, String check) {
        if (!earned && refusals.incrementAndGet() >= REFUSALS) {
            throw new WrongInstallation("Helsenorge refuses to tell any patient's status for " + tenant + " (HTTP "
                    + status + (error.phrase().isEmpty() ? "" : ", " + error.phrase()) + "): " + REFUSALS
                    + " patients were asked about one by one and none was accepted, so the request is wrong. Check "
                    + check
                    + ".");
        }
    }

    static Answer.Dead notAccepted(int status, ApiError error) {
        return new Answer.Dead(
                true,
                "number-not-accepted",
                "Helsenorge does not accept this patient's number (HTTP " + status
                        + (error.phrase().isEmpty() ? "" : ", " + error.phrase())
                        + "). Correct it in the EHR; the patient is asked about again when the list has the right number.");
    }
}
