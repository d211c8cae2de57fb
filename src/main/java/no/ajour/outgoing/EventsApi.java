package no.ajour.outgoing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import no.ajour.delivery.JftStatus;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiResponse;
import no.ajour.http.Apis;
import no.ajour.http.Delivery;
import no.ajour.tenant.Tenant;

/**
 * JFT's two calls about an event of ours: the submission ({@code POST /v1/TYPE} of the WriteAPI) and {@code $status} of the
 * ReadAPI. Statuses that speak about the event become outcomes; those that speak about the token or the address end the
 * tenant's sending, and leave the event queued.
 */
final class EventsApi {
    private static final String WRITE = "jft-write";
    private static final String READ = "jft-read";
    private static final String SOURCE_SYSTEM = "nhn-source-system";
    private static final int CONFLICT = 409;
    private static final int[] ABOUT_THE_EVENT = {400, CONFLICT, 412, 413, 422, 451};
    private static final int[] NOT_KNOWN = {400, 404, 410, 422};
    private static final int LONGEST_STATUS = 64 * 1024;

    private final Apis apis;
    private final OutgoingSettings settings;

    EventsApi(Apis apis, OutgoingSettings settings) {
        this.apis = apis;
        this.settings = settings;
    }

    /**
     * Submits an event, once: after an outcome that is not known it is not repeated here.
     *
     * @param body as it was queued
     * @param notAfter when the request must have left, so that nobody can find it missing before
     */
    Outcome submit(Tenant tenant, OutgoingEvent event, String body, Instant notAfter) {
        var delivery = new Delivery();
        try (var response = apis.get(WRITE).send(request(tenant, event, body).notAfter(notAfter), delivery)) {
            int status = response.status();
            if (status < 300) {
                var location = EventLocation.of(response);
                return new Outcome.Taken(location, EventLocation.id(location, event.resourceType()));
            }
            if (status == CONFLICT) {
                return new Outcome.NoAnswer("JFT answered " + said(response) + ", so that it may have it already");
            }
            return new Outcome.Refused(
                    "refused",
                    "JFT refused the event with " + said(response)
                            + ". The EHR corrects it (correct_event) or takes it back (withdraw_event).");
        } catch (TryLater e) {
            return delivery.mayHaveArrived() ? new Outcome.NoAnswer(message(e)) : new Outcome.NotSent(message(e), null);
        } catch (WrongInstallation e) {
            // Turned away at the door, or nothing left at all.
            return new Outcome.NotSent(message(e), e);
        }
    }

    private ApiRequest request(Tenant tenant, OutgoingEvent event, String body) {
        var payload = Payload.of(event.resourceType(), body, event.addedIdentifier());
        var request = ApiRequest.postJson(
                        "submission of " + event.record(),
                        tenant,
                        "/v1/" + event.resourceType(),
                        payload.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", settings.contentType())
                .accept("application/fhir+json, application/json;q=0.9")
                .expecting(ABOUT_THE_EVENT);
        var system = SourceSystem.header(
                event.sourceSystem() == null || event.sourceSystem().isBlank()
                        ? settings.sourceSystem()
                        : event.sourceSystem());
        return system.isEmpty() ? request : request.header(SOURCE_SYSTEM, system);
    }

    /** Asks what JFT knows of an event that it took. {@code now} decides whether it has had time to arrive. */
    Outcome status(Tenant tenant, OutgoingEvent event, Instant now) {
        var path = "/v1/" + event.resourceType() + "/" + event.resourceId() + "/$status";
        var request = ApiRequest.get("$status of " + event.record(), tenant, path)
                .accept("application/json")
                .expecting(NOT_KNOWN);
        boolean settled = event.age(now).compareTo(settings.settleTime()) >= 0;
        try (var response = apis.get(READ).send(request)) {
            if (response.status() >= 300) {
                return new Outcome.NotKnown(
                        settled,
                        "unknown-at-jft",
                        "JFT took the event, and answers $status with " + said(response) + " for more than "
                                + settings.settleTime().toMinutes() + " min. Ask JFT's owner about it, with its id;"
                                + " ajour dead-letters retry asks $status again.");
            }
            return outcome(JftStatus.parse(response.bytes(LONGEST_STATUS)));
        } catch (TryLater e) {
            return new Outcome.NoAnswer(message(e));
        }
    }

    private static Outcome outcome(JftStatus status) {
        var registered = status.time("registered");
        var failed = status.failed();
        // First: what failed is not there for anyone, whatever time it was registered.
        if (failed != null) {
            return new Outcome.FailedThere("JFT took the event, and its $status says that processing failed: "
                    + failed + ". Ask JFT's owner what it means, with the event's id; then correct_event, or"
                    + " ajour dead-letters retry sends it again.");
        }
        return registered == null ? new Outcome.NotRegistered() : new Outcome.Registered(registered);
    }

    private static String said(ApiResponse response) {
        String phrase = response.error().phrase();
        return response.status() + (phrase.isEmpty() ? "" : " (" + phrase + ")");
    }

    private static String message(RuntimeException failure) {
        return failure.getMessage() == null ? "no answer" : failure.getMessage();
    }
}
