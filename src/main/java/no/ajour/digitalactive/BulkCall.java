package no.ajour.digitalactive;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import no.ajour.digitalactive.DigitalActiveSettings.AreaForm;
import no.ajour.http.Api;
import no.ajour.http.ApiError;
import no.ajour.http.ApiRequest;
import no.ajour.refresh.PatientCall;
import no.ajour.refresh.RefreshRequests.Queued;
import no.ajour.refresh.Reply;
import no.ajour.refresh.Trust;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * HelsenorgeAktivSjekken: up to 1000 numbers a call. One bad number may have the whole call refused with 400; then the
 * call is halved until the bad number stands alone.
 */
final class BulkCall implements PatientCall {
    private static final int BAD_REQUEST = 400;

    private final Api api;
    private final Tenant tenant;
    private final DigitalActiveSettings settings;
    private final BulkReader reader;
    private final Trust trust = new Trust("Helsenorge");

    BulkCall(Api api, Tenant tenant, DigitalActiveSettings settings) {
        this.api = api;
        this.tenant = tenant;
        this.settings = settings;
        this.reader = new BulkReader(new StatusReader(settings.answer()));
    }

    @Override
    public int most() {
        return settings.batchSize();
    }

    @Override
    public Reply ask(List<Queued> patients) {
        var reply = new Reply();
        ask(patients, reply);
        return reply;
    }

    private void ask(List<Queued> patients, Reply reply) {
        if (patients.isEmpty()) {
            return;
        }
        var refusal = call(patients, reply);
        if (refusal == null) {
            return;
        }
        if (patients.size() == 1) {
            refused(patients.getFirst(), refusal, reply);
            return;
        }
        var rest = trust.isEarned() ? patients : withoutProbes(patients, reply);
        int half = rest.size() / 2;
        ask(rest.subList(0, half), reply);
        ask(rest.subList(half, rest.size()), reply);
    }

    // Nothing has been accepted yet, so the request may be wrong for everyone. Patients from all over the batch are
    // asked about alone until one is accepted.
    private List<Queued> withoutProbes(List<Queued> patients, Reply reply) {
        if (patients.size() < Trust.REFUSALS) {
            return patients;
        }
        var rest = new ArrayList<>(patients);
        for (int i = Trust.REFUSALS - 1; i >= 0 && !trust.isEarned(); i--) {
            var probe = List.of(rest.remove(i * patients.size() / Trust.REFUSALS));
            var refusal = call(probe, reply);
            if (refusal != null) {
                refused(probe.getFirst(), refusal, reply);
            }
        }
        return rest;
    }

    private void refused(Queued patient, ApiError refusal, Reply reply) {
        trust.refused(
                tenant,
                BAD_REQUEST,
                refusal,
                "ajour.jobs.digital-active.area-form (now " + settings.areaForm() + ") and area (now " + settings.area()
                        + ")");
        reply.put(patient, trust.notAccepted(BAD_REQUEST, refusal));
    }

    /** Returns the refusal, or null if the call was accepted. */
    private @Nullable ApiError call(List<Queued> patients, Reply reply) {
        var request = ApiRequest.postJson("Digital Active status", tenant, settings.bulkPath(), body(patients))
                .accept("application/json")
                .expecting(BAD_REQUEST)
                .repeatable();
        try (var response = api.send(request)) {
            reply.called();
            if (response.status() == BAD_REQUEST) {
                return response.error();
            }
            trust.accepted();
            reader.read(response.body(), patients, reply);
            return null;
        }
    }

    private byte[] body(List<Queued> patients) {
        var bytes = new ByteArrayOutputStream();
        try (var json = AnswerJson.generator(bytes)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("fnrListe");
            patients.forEach(patient -> json.writeString(patient.nin()));
            json.writeEndArray();
            if (settings.areaForm() == AreaForm.CODE) {
                json.writeNumberProperty("omraade", settings.areaAsked().code());
            } else {
                json.writeStringProperty("omraade", settings.areaAsked().wireName());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
