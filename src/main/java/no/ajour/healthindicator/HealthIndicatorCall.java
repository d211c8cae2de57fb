package no.ajour.healthindicator;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import no.ajour.failure.Redaction;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kjernejournal's {@code POST /v1/helseindikator}: one patient a call, with nothing but the number. Consent
 * ({@code samtykke}) is never sent: it is a patient's, given to somebody who opens the kjernejournal with the ticket.
 */
final class HealthIndicatorCall implements PatientCall {
    /** Kjernejournal's name in settings and metrics. */
    static final String API = "kjernejournal";

    private static final String EVENT_ID = "X-EVENT-ID";
    private static final String WHO = "Kjernejournal";
    private static final int LONGEST_ID = 64;
    // Hexadecimal, it may have more digits in a row than a number has.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1," + LONGEST_ID + "}");
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9])[0-9]{11}(?![0-9])");
    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final int[] REFUSALS = {400, 403, 404, 409, 422};
    private static final ZoneId NORWAY = ZoneId.of("Europe/Oslo");
    private static final JsonMapper JSON = new JsonMapper();

    private final Api api;
    private final Tenant tenant;
    private final HealthIndicatorSettings settings;
    private final InstantSource clock;
    private final Trust trust = new Trust(WHO);

    HealthIndicatorCall(Api api, Tenant tenant, HealthIndicatorSettings settings, InstantSource clock) {
        this.api = api;
        this.tenant = tenant;
        this.settings = settings;
        this.clock = clock;
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
        var asked = new LinkedHashMap<String, String>();
        asked.put("fnr", patient.nin());
        if (settings.medicinesSince() != null) {
            asked.put(
                    "legemiddelFraDato",
                    today().minus(settings.medicinesSince()).toString());
        }
        // Asking makes a ticket that nobody uses, and changes nothing.
        var request = ApiRequest.postJson("health indicator", tenant, settings.path(), JSON.writeValueAsBytes(asked))
                .accept("application/json")
                .expecting(REFUSALS)
                .repeatable();
        try (var response = api.send(request)) {
            reply.called();
            return response.status() < 300 ? understood(response) : refused(response);
        }
    }

    private Answer understood(ApiResponse response) {
        var answer = IndicatorReader.read(response.bytes(LONGEST_ANSWER), eventId(response));
        if (answer instanceof Answer.Dead dead) {
            trust.refused(tenant, response.status(), new ApiError(null, dead.message()), "ajour.apis.kjernejournal");
        } else {
            trust.accepted();
        }
        return answer;
    }

    private Answer refused(ApiResponse response) {
        int status = response.status();
        ApiError error = response.error();
        String said = "HTTP " + status + ", " + error.phrase() + event(response);
        return switch (Refusal.of(status, error, settings.organisationCodes())) {
            case PATIENT -> {
                trust.refused(tenant, status, error, "ajour.jobs.health-indicators.path and the tenant's access");
                yield trust.notAccepted(status, new ApiError(error.code(), error.message() + event(response)));
            }
            case ORGANISATION ->
                throw new WrongInstallation("Kjernejournal does not answer " + tenant + " (" + said
                        + "). Check the organisation's access to Kjernejournal, "
                        + "ajour.jobs.health-indicators.path, base-url and scope of ajour.apis.kjernejournal, and the "
                        + "client's delegation, and run again.");
            case LATER -> throw new TryLater("Kjernejournal cannot answer now (" + said + "); run again later.");
        };
    }

    private LocalDate today() {
        return clock.instant().atZone(NORWAY).toLocalDate();
    }

    // NHN's support finds the call by it.
    private static String event(ApiResponse response) {
        String id = eventId(response);
        return id == null ? "" : ", " + EVENT_ID + " " + id;
    }

    /** Null if there is none. As it came, unless it is more than an id, or could be a patient's number. */
    static @Nullable String eventId(ApiResponse response) {
        String id = response.header(EVENT_ID);
        return id == null || (ID.matcher(id).matches() && !NUMBER.matcher(id).find())
                ? id
                : Redaction.of(id, LONGEST_ID);
    }
}
