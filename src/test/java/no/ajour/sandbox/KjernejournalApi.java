package no.ajour.sandbox;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Kjernejournal's helseindikator and ping. Every answer has a field that nobody knows, and its own event id. */
final class KjernejournalApi implements Api {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> FIELDS = Set.of("fnr", "legemiddelFraDato", "samtykke");
    private static final Set<String> CONSENTS = Set.of("HPMOTTATTSAMTYKKE", "HPAKUTT", "HPUNNTAK");

    private final KjernejournalSandbox kjernejournal;
    private final AccessTokens tokens;
    private final Book book;
    private final AtomicLong events = new AtomicLong();

    KjernejournalApi(KjernejournalSandbox kjernejournal, AccessTokens tokens, Book book) {
        this.kjernejournal = kjernejournal;
        this.tokens = tokens;
        this.book = book;
    }

    @Override
    public Answer handle(Call call) throws Refused {
        String orgnr = admit(call);
        return switch (call.path()) {
            case "/v1/ping" -> {
                requireMethod(call, "GET");
                yield answer(JSON.createObjectNode().put("Pong", call.time().toString()));
            }
            case "/v1/helseindikator" -> {
                requireMethod(call, "POST");
                yield indicator(call, orgnr);
            }
            default -> throw Refused.violation(error(404, "No such address"), "Kjernejournal has no such address");
        };
    }

    @Override
    public void inspect(Call call) throws Refused {
        admit(call);
    }

    private String admit(Call call) throws Refused {
        AccessToken caller = token(call);
        var organisation = caller.organisation();
        if (!caller.audiences().equals(Set.of(KjernejournalSandbox.AUDIENCE))) {
            throw violation(401, "the token's audience is not " + KjernejournalSandbox.AUDIENCE + " alone");
        }
        if (!caller.scopes().contains(KjernejournalSandbox.SCOPE)) {
            throw violation(403, "the token has no scope " + KjernejournalSandbox.SCOPE);
        }
        if (organisation == null) {
            throw violation(403, "the token is for no organisation");
        }
        String system = call.header("X-EPJ-System");
        if (system == null || system.isBlank()) {
            throw violation(400, "X-EPJ-System is missing");
        }
        if (kjernejournal.isShutOut(organisation.parent())) {
            throw Refused.blameless(
                    error(403, "KJF-000022 The organisation has no access to kjernejournal"), "no access");
        }
        return organisation.parent();
    }

    private AccessToken token(Call call) throws Refused {
        String authorization = call.header("Authorization");
        if (authorization == null
                || !authorization.startsWith("Bearer ")
                || !call.headers("DPoP").isEmpty()) {
            throw violation(401, "there is no Bearer token");
        }
        try {
            AccessToken caller = tokens.read(authorization.substring("Bearer ".length()));
            var organisation = caller.organisation();
            call.from(caller.clientId(), organisation == null ? null : organisation.parent());
            return caller;
        } catch (AccessTokens.BadToken bad) {
            Answer answer = error(401, "The token is expired or invalid");
            String text = String.valueOf(bad.getMessage());
            throw bad.isBlameless() ? Refused.blameless(answer, text) : Refused.violation(answer, text);
        }
    }

    private Answer indicator(Call call, String orgnr) throws Refused {
        JsonNode body;
        try {
            body = JSON.readTree(call.text());
        } catch (JacksonException e) {
            throw violation(400, "the body is not JSON");
        }
        if (!call.mediaType().equals("application/json") || !body.path("fnr").isString()) {
            throw violation(400, "the body is no JSON object with fnr");
        }
        if (!FIELDS.containsAll(body.propertyNames())) {
            throw violation(400, "the body has fields that are not documented");
        }
        if (body.has("samtykke") && !CONSENTS.contains(body.path("samtykke").asString())) {
            throw violation(400, "samtykke is none of " + CONSENTS);
        }
        if (body.has("legemiddelFraDato")
                && !body.path("legemiddelFraDato").asString("").matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw violation(400, "legemiddelFraDato is no date");
        }
        String fnr = body.path("fnr").stringValue();
        book.indicatorAsked(new Book.IndicatorAsked(call.time(), orgnr, fnr, List.copyOf(body.propertyNames())));
        String refusal = kjernejournal.refusal(fnr);
        if (refusal != null) {
            throw Refused.blameless(error(400, refusal), "refused as told");
        }
        return answer(json(kjernejournal.record(fnr)));
    }

    private static ObjectNode json(@org.jspecify.annotations.Nullable HealthRecord record) {
        var json = JSON.createObjectNode();
        if (record == null) {
            return json.put("status", 0).put("returTekst", "Ugyldig fødselsnummer");
        }
        json.put("status", record.status()).put("returTekst", "Status " + record.status() + " i kjernejournal");
        json.put("eksistererBlokkertHelsepersonell", record.blockedPersonnel());
        json.put("harLasteResepter", record.lockedPrescriptions());
        json.put("harLegemidler", record.medicines());
        var locked = json.putArray("sperringDetaljer");
        record.locked().forEach(locked::add);
        if (record.status() >= 2) {
            json.put("ticket", "ca2gveFcW%2BdZqO2F" + Long.toHexString(System.nanoTime()));
        }
        if (record.status() == 4) {
            var last =
                    record.critical().values().stream().max(String::compareTo).orElseThrow();
            json.put("sistEndretKritiskInfoDato", last);
            var categories = json.putArray("sistEndretKritiskInfo");
            record.critical()
                    .forEach((category, changed) ->
                            categories.addObject().put("kategori", category).put("sistEndret", changed));
        }
        return json;
    }

    private Answer answer(ObjectNode json) {
        return told(200, json);
    }

    private Answer error(int status, String message) {
        return told(status, JSON.createObjectNode().put("status", status).put("utviklermelding", message));
    }

    private Answer told(int status, ObjectNode json) {
        long event = events.incrementAndGet();
        json.put("x" + Long.toHexString(event * 2_654_435_761L), "gibberish");
        return Answer.json(status, json.toString())
                .header("X-EVENT-ID", "Id-%028x".formatted(event))
                .header("Cache-Control", "no-cache, must-revalidate, private, s-maxage=0")
                .header("Pragma", "no-cache");
    }

    private void requireMethod(Call call, String method) throws Refused {
        if (!call.method().equals(method)) {
            throw violation(405, "this address takes " + method);
        }
    }

    private Refused violation(int status, String text) {
        return Refused.violation(error(status, text), text);
    }
}
