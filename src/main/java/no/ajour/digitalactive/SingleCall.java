package no.ajour.digitalactive;

import java.io.ByteArrayOutputStream;
import java.util.List;
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
import tools.jackson.core.JsonToken;

/**
 * DigitaltAktivOmraade: one patient a call, closed to new integrations. Its answer is not documented: a bare boolean is
 * read, and an object with the names of {@code ajour.jobs.digital-active.answer}.
 */
final class SingleCall implements PatientCall {
    private static final String WHAT = "Helsenorge's answer";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final Api api;
    private final Tenant tenant;
    private final DigitalActiveSettings settings;
    private final StatusReader statuses;
    private final Trust trust = new Trust("Helsenorge");

    SingleCall(Api api, Tenant tenant, DigitalActiveSettings settings) {
        this.api = api;
        this.tenant = tenant;
        this.settings = settings;
        this.statuses = new StatusReader(settings.answer());
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
        var request = ApiRequest.postJson("Digital Active status", tenant, settings.singlePath(), body(patient))
                .accept("application/json")
                .expecting(BAD_REQUEST, NOT_FOUND)
                .repeatable();
        try (var response = api.send(request)) {
            reply.called();
            int status = response.status();
            if (status == BAD_REQUEST || status == NOT_FOUND) {
                var error = response.error();
                trust.refused(tenant, status, error, "ajour.jobs.digital-active.single-path and area");
                // Nobody there by that number: nothing is known, which is another thing than not active.
                return status == NOT_FOUND ? new Answer.Unknown() : trust.notAccepted(status, error);
            }
            return understood(response);
        }
    }

    private Answer understood(ApiResponse response) {
        var answer = AnswerJson.read(WHAT, () -> read(response));
        if (answer == StatusReader.NOT_UNDERSTOOD) {
            trust.refused(
                    tenant,
                    response.status(),
                    new ApiError(null, "its answer is not understood"),
                    "ajour.jobs.digital-active.answer");
        } else {
            trust.accepted();
        }
        return answer;
    }

    private Answer read(ApiResponse response) {
        try (var parser = AnswerJson.parser(response.body())) {
            var first = parser.nextToken();
            Answer answer;
            if (first == null) {
                throw AnswerJson.unreadable(WHAT, "is empty");
            } else if (first == JsonToken.VALUE_TRUE || first == JsonToken.VALUE_FALSE) {
                answer = new Status(first == JsonToken.VALUE_TRUE, null, null);
            } else {
                answer = statuses.read(parser);
            }
            if (parser.nextToken() != null) {
                throw AnswerJson.unreadable(WHAT, "goes on after its end");
            }
            return answer;
        }
    }

    private byte[] body(Queued patient) {
        var bytes = new ByteArrayOutputStream();
        try (var json = AnswerJson.generator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("fnr", patient.nin());
            json.writeNumberProperty("omraade", settings.areaAsked().code());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
