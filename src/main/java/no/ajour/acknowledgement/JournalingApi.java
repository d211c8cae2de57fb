package no.ajour.acknowledgement;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiResponse;
import no.ajour.http.Apis;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * JFT's two calls about journaling: {@code $journaling-acknowledged} of the WriteAPI and {@code $status} of the ReadAPI.
 *
 * <p>Statuses that speak about the event become outcomes. Those that speak about the request, the token or the address
 * are a {@link WrongInstallation}, which ends the tenant's run.
 */
final class JournalingApi {
    static final String UNKNOWN_EVENT = "unknown-event";
    static final String REFUSED = "refused";

    private static final String WRITE = "jft-write";
    private static final String READ = "jft-read";
    private static final int[] ABOUT_THE_EVENT = {400, 404, 409, 410, 412, 413, 422, 423, 451};
    private static final int LONGEST_STATUS = 64 * 1024;
    private static final int LONGEST_LOCATION = 2000;

    private final Apis apis;
    private final AcknowledgementSettings settings;

    JournalingApi(Apis apis, AcknowledgementSettings settings) {
        this.apis = apis;
        this.settings = settings;
    }

    /**
     * Sends an acknowledgement, once: after an outcome that is not known it is not repeated here.
     *
     * @param notAfter when another run may have found it missing, and sent it
     * @throws WrongInstallation if the tenant's token or the address is refused
     */
    Outcome acknowledge(Tenant tenant, Acknowledgement acknowledgement, Instant notAfter) {
        try (var response =
                apis.get(WRITE).send(request(tenant, acknowledgement).notAfter(notAfter))) {
            int status = response.status();
            if (status == 409 || status < 300) {
                return new Outcome.Taken(location(response));
            }
            return new Outcome.Refused(
                    cause(status), "JFT refused the acknowledgement with " + said(response) + advice(WRITE, status));
        } catch (TryLater e) {
            return new Outcome.NoAnswer(message(e));
        }
    }

    /** Asks what JFT knows. {@code now} decides whether an acknowledgement has had time to arrive. */
    Outcome status(Tenant tenant, Acknowledgement acknowledgement, Instant now) {
        var request = ApiRequest.get("$status of " + acknowledgement.record(), tenant, path(acknowledgement, "$status"))
                .accept("application/json")
                .expecting(ABOUT_THE_EVENT);
        boolean settled = acknowledgement.age(now).compareTo(settings.settleTime()) >= 0;
        try (var response = apis.get(READ).send(request)) {
            int status = response.status();
            if (status >= 300) {
                String message = "JFT answered $status with " + said(response) + " for more than "
                        + minutes(settings.settleTime()) + advice(READ, status);
                return new Outcome.NotKnown(settled, cause(status), message);
            }
            return outcome(JournalingStatus.parse(response.bytes(LONGEST_STATUS)), settled);
        } catch (TryLater e) {
            return new Outcome.NoAnswer(message(e));
        }
    }

    private static Outcome outcome(JournalingStatus status, boolean settled) {
        if (status.journaled() != null) {
            return new Outcome.Journaled(status.journaled());
        }
        if (status.failed() != null) {
            return new Outcome.FailedThere("JFT's $status says that processing failed: " + status.failed()
                    + ". Ask JFT's owner what it means, with the event's id.");
        }
        return new Outcome.NotJournaled(settled);
    }

    private ApiRequest request(Tenant tenant, Acknowledgement acknowledgement) {
        String what = "acknowledgement of " + acknowledgement.record();
        String path = path(acknowledgement, "$journaling-acknowledged");
        var request = settings.body().isEmpty()
                ? ApiRequest.post(what, tenant, path)
                : ApiRequest.postJson(what, tenant, path, settings.body().getBytes(StandardCharsets.UTF_8));
        if (!settings.contentType().isEmpty()) {
            request = request.header("Content-Type", settings.contentType());
        }
        return request.expecting(ABOUT_THE_EVENT);
    }

    private static String path(Acknowledgement acknowledgement, String operation) {
        return "/v1/" + acknowledgement.resourceType() + "/" + acknowledgement.resourceId() + "/" + operation;
    }

    private static @Nullable String location(ApiResponse response) {
        String location = response.header("Location");
        return location == null || location.length() > LONGEST_LOCATION ? null : location;
    }

    private static String cause(int status) {
        return status == 404 || status == 410 ? UNKNOWN_EVENT : REFUSED;
    }

    private static String said(ApiResponse response) {
        String phrase = response.error().phrase();
        return response.status() + (phrase.isEmpty() ? "" : " (" + phrase + ")");
    }

    private static String advice(String api, int status) {
        return status == 404 || status == 410
                ? ". JFT does not know the event: if many fail so, check ajour.apis." + api
                        + ".base-url; otherwise JFT has removed it, and nothing more is sent."
                : ". Compare JFT's documentation with ajour.jobs.acknowledgements.body and content-type.";
    }

    private static String minutes(Duration time) {
        return time.toMinutes() + " min";
    }

    private static String message(TryLater failure) {
        return failure.getMessage() == null ? "no answer" : failure.getMessage();
    }
}
