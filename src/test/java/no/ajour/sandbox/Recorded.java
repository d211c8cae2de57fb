package no.ajour.sandbox;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import no.ajour.testing.SteppedClock;
import tools.jackson.databind.json.JsonMapper;

/** What the national APIs answer, for tests of those who read it. Recorded once. */
public final class Recorded {
    /** Whom the answers are about. */
    public static final List<String> NUMBERS = List.of(SyntheticNin.number(0), SyntheticNin.number(5));

    /** Whose they are. */
    public static final String ORGNR = TestClient.KOMMUNE;

    private static final String CHANGES = "/digitaltaktiv/v1/DigitaltAktivStatusEndringer";

    private static final class Holder {
        static final Recorded ALL = record();
    }

    public final List<String> changeLists;
    public final List<String> bulk;
    public final List<String> single;
    private final Map<String, List<String>> searches;
    public final List<String> statuses;
    public final List<String> locations;
    public final List<String> indicators;
    public final List<String> documents;
    public final List<String> tokens;
    public final List<String> metadata;
    public final List<String> keys;
    public final List<String> errors;

    private Recorded(Sandbox sandbox, TestClient client, SteppedClock clock) {
        var jft = sandbox.jft();
        var events = new EventFactory(clock, 1);
        for (int turn = 0; turn < 5; turn++) {
            jft.add(ORGNR, events.any(NUMBERS.get(turn % 2), turn));
        }
        String token = client.dpopToken();
        searches = Map.of(
                "Bundle", searches("Bundle", client, token),
                "Composition", searches("Composition", client, token),
                "MedicationDispense", searches("MedicationDispense", client, token));
        var written = client.jftWrite(
                "/v1/Composition", events.composition(NUMBERS.getFirst()).toString(), token);
        locations = written.headers().allValues("Location");
        var registered = client.jftGet(locations.getFirst(), token).body();
        var id = locations.getFirst().replaceFirst(".*/([^/]+)/\\$status", "$1");
        client.jftWrite("/v1/Composition/" + id + "/$journaling-acknowledged", "", token);
        clock.step(Duration.ofMinutes(5));
        var journaled = client.jftGet(locations.getFirst(), token).body();
        jft.behaviour().newStatusSpelling(true);
        statuses = List.of(
                registered,
                journaled,
                client.jftGet(locations.getFirst(), token).body());

        sandbox.helsenorge().change(NUMBERS.getFirst(), Citizen.ACTIVE);
        sandbox.helsenorge().change(NUMBERS.getLast(), Citizen.INACTIVE);
        var first = helsenorge(client, CHANGES, "", HelsenorgeSandbox.CHANGES_SCOPE);
        sandbox.helsenorge().offsetLast(true);
        changeLists = List.of(first, helsenorge(client, CHANGES, "", HelsenorgeSandbox.CHANGES_SCOPE));
        bulk = List.of(helsenorge(
                client,
                "/digitaltaktiv/HelsenorgeAktivSjekken/v1",
                "{\"fnrListe\":[\"%s\",\"%s\"],\"omraade\":6}".formatted(NUMBERS.getFirst(), NUMBERS.getLast()),
                HelsenorgeSandbox.CHECK_SCOPE));
        single = List.of(
                "true",
                helsenorge(
                        client,
                        "/digitaltaktiv/v1/DigitaltAktivOmraade",
                        "{\"fnr\":\"%s\",\"omraade\":6}".formatted(NUMBERS.getFirst()),
                        HelsenorgeSandbox.AREA_SCOPE));

        sandbox.kjernejournal().know(NUMBERS.getFirst(), HealthRecord.AVAILABLE);
        sandbox.kjernejournal().know(NUMBERS.getLast(), HealthRecord.critical("OVER_REAK", "2022-05-18T11:01:55.000Z"));
        indicators = NUMBERS.stream().map(number -> indicator(client, number)).toList();

        sandbox.phr().acceptSystemTokens(true);
        sandbox.phr().add(NUMBERS.getFirst(), PhrDocument.pdf(1));
        sandbox.phr().add(NUMBERS.getFirst(), PhrDocument.pdf(2));
        sandbox.phr().say(NUMBERS.getFirst(), "warning");
        documents = List.of(documents(client, NUMBERS.getFirst()));

        metadata = List.of(client.get(client.url(Sandbox.HELSEID, "/.well-known/openid-configuration"), Map.of())
                .body());
        keys = List.of(client.get(
                        JsonMapper.shared()
                                .readTree(metadata.getFirst())
                                .path("jwks_uri")
                                .stringValue(),
                        Map.of())
                .body());
        tokens = List.of(
                client.requestToken(client.tokenForm(client.assertion(it -> it), HelsenorgeSandbox.CHECK_SCOPE), null)
                        .body());
        errors = List.of(
                client.jftGet("/v1/Composition/none/$status", token).body(),
                client.jftWrite("/v1/Composition", "{}", token).body(),
                client.get(client.url(Sandbox.HELSENORGE, CHANGES), Map.of()).body(),
                client.get(client.url(Sandbox.KJERNEJOURNAL, "/v1/ping"), Map.of())
                        .body(),
                client.requestToken(Map.of("grant_type", "client_credentials"), null)
                        .body());
    }

    public static Recorded answers() {
        return Holder.ALL;
    }

    /** Pages of searches of a type of events. */
    public List<String> searches(String type) {
        return Objects.requireNonNull(searches.get(type));
    }

    private static Recorded record() {
        var clock = new SteppedClock(Instant.parse("2026-11-21T08:00:00.123456Z"));
        try (var sandbox = Sandbox.start(clock)) {
            var client = new TestClient(sandbox, clock);
            var scopes = Set.of(
                    JftSandbox.SCOPE,
                    HelsenorgeSandbox.CHANGES_SCOPE,
                    HelsenorgeSandbox.CHECK_SCOPE,
                    HelsenorgeSandbox.AREA_SCOPE,
                    KjernejournalSandbox.SCOPE,
                    PhrSandbox.SEARCH_SCOPE);
            sandbox.helseId().register(TestClient.ID, client.key.toPublicJWK(), scopes, true, Set.of(ORGNR));
            return new Recorded(sandbox, client, clock);
        }
    }

    private static List<String> searches(String type, TestClient client, String token) {
        return List.of(
                client.jftSearch(type, "_count=1", token).body(),
                client.jftSearch(type, "_count=9", token).body());
    }

    private static String helsenorge(TestClient client, String path, String body, String scope) {
        var url = client.url(Sandbox.HELSENORGE, path);
        var headers = Map.of("Authorization", "Bearer " + client.bearerToken(scope));
        return answered(
                body.isEmpty() ? client.get(url, headers) : client.post(url, "application/json", body, headers));
    }

    private static String indicator(TestClient client, String number) {
        var headers = Map.of(
                "Authorization", "Bearer " + client.bearerToken(KjernejournalSandbox.SCOPE), "X-EPJ-System", "Journal");
        return answered(client.post(
                client.url(Sandbox.KJERNEJOURNAL, "/v1/helseindikator"),
                "application/json",
                "{\"fnr\":\"%s\"}".formatted(number),
                headers));
    }

    private static String documents(TestClient client, String number) {
        var url = client.url(Sandbox.PHR, "/R4/fhir/DocumentReference/_search");
        var token = client.dpopToken(PhrSandbox.SEARCH_SCOPE, it -> it);
        var headers = new HashMap<>(client.dpop("POST", url, token));
        headers.put("Accept", "application/fhir+json; fhirVersion=4.0");
        headers.put("nhn-source-system", "Journal");
        return answered(client.post(url, Form.MEDIA_TYPE, "patient.identifier=" + number + "&status=current", headers));
    }

    private static String answered(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
