package no.ajour.healthindicator;

import java.util.List;
import java.util.Map;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.Api;
import no.ajour.http.ApiError;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiResponse;
import no.ajour.refresh.Answer;
import no.ajour.refresh.PatientCall;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.refresh.Reply;
import no.ajour.refresh.Trust;
import no.ajour.tenant.Tenant;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kjernejournal's {@code POST /v1/helseindikator}: one patient a call, with nothing but the number. Consent is not sent: it
 * is for opening the kjernejournal with the ticket, which a job never does.
 */
final class HealthIndicatorCall implements PatientCall {
    /** Kjernejournal's name in settings and metrics. */
    static final String API = "kjernejournal";

    private static final String WHO = "Kjernejournal";
    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final int[] REFUSALS = {400, 403, 404, 409, 422};
    private static final JsonMapper JSON = new JsonMapper();

    private final Api api;
    private final Tenant tenant;
    private final HealthIndicatorSettings settings;
    private final Trust trust = new Trust(WHO);

    HealthIndicatorCall(Api api, Tenant tenant, HealthIndicatorSettings settings) {
        this.api = api;
        this.tenant = tenant;
        this.settings = settings;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public Reply ask(List<Queued> patients) {
        var reply = new Reply();
        patients.forEach(patient -> reply.put(patient, ask(patient, reply)));
        return reply;
    }

    private Answer ask(Queued patient, Reply reply) {
        // Asking makes a ticket that nobody uses, and changes nothing.
        var request = ApiRequest.postJson(
                        "health indicator",
                        tenant,
                        settings.path(),
                        JSON.writeValueAsBytes(Map.of("fnr", patient.nin())))
                .header("X-EPJ-System", settings.requiredEpjSystem())
                .accept("application/json")
                .expecting(REFUSALS)
                .repeatable();
        try (var response = api.send(request)) {
            reply.called();
            return response.status() < 300 ? understood(response) : refused(response.status(), response.error());
        }
    }

    private Answer understood(ApiResponse response) {
        var answer = IndicatorReader.read(response.bytes(LONGEST_ANSWER), response.header("X-EVENT-ID"));
        if (answer instanceof Answer.Dead dead) {
            trust.refused(tenant, response.status(), new ApiError(null, dead.message()), "ajour.apis.kjernejournal");
        } else {
            trust.accepted();
        }
        return answer;
    }

    private Answer refused(int status, ApiError error) {
        return switch (Refusal.of(status, error, settings.organisationCodes())) {
            case PATIENT -> {
                trust.refused(tenant, status, error, "ajour.jobs.health-indicators.path and the tenant's access");
                yield trust.notAccepted(status, error);
            }
            case ORGANISATION ->
                throw new WrongInstallation("Kjernejournal does not answer " + tenant + " (HTTP " + status + ", "
                        + error.phrase() + "). Check the organisation's access to Kjernejournal, the scope of "
                        + "ajour.apis.kjernejournal and the client's delegation, and run again.");
            case LATER ->
                throw new TryLater("Kjernejournal cannot answer now (HTTP " + status + ", " + error.phrase()
                        + "); run again later.");
        };
    }
}
