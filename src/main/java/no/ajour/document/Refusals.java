package no.ajour.document;

import no.ajour.http.ApiError;
import no.ajour.refresh.Answer;
import no.ajour.refresh.Trust;
import no.ajour.tenant.Tenant;

/** What PHR's refusals of a search are about, for one tenant and run. */
final class Refusals {
    private static final String CHECK = "the session's rights, ajour.apis." + DocumentSearch.API + ".scope and "
            + DocumentSettings.PREFIX + "search.path";

    private final Tenant tenant;
    private final Trust trust = new Trust("PHR");

    Refusals(Tenant tenant) {
        this.tenant = tenant;
    }

    void accepted() {
        trust.accepted();
    }

    /**
     * A patient whom PHR does not tell of. It may say so by 403, or by 404 so as not to give away that there is something
     * (ITI TF-2x, appendix Z).
     *
     * @throws no.ajour.failure.WrongInstallation if it tells of nobody
     */
    Answer.Dead refused(int status, ApiError error, String eventId) {
        trust.refused(tenant, status, error, CHECK);
        if (status != 403 && status != 404 && status != 410) {
            return trust.notAccepted(status, error);
        }
        return new Answer.Dead(
                true,
                "access-denied",
                "PHR does not tell of this patient's documents (HTTP " + status
                        + (error.phrase().isEmpty() ? "" : ", " + error.phrase()) + ", event id " + eventId
                        + "). The patient may have denied it; the patient is asked about again after retry-failed.");
    }
}
