package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HelsenorgeSandboxTest extends SandboxTestBase {
    private static final String CHANGES = "/digitaltaktiv/v1/DigitaltAktivStatusEndringer";
    private static final String CHECK = "/digitaltaktiv/helsenorgeaktivsjekken/v1";
    private static final String AREA = "/digitaltaktiv/v1/DigitaltAktivOmraade";

    private final HelsenorgeSandbox helsenorge = sandbox.helsenorge();
    private final String anna = SyntheticNin.number(1);
    private final String bjarne = SyntheticNin.number(2);

    @ParameterizedTest
    @ValueSource(strings = {CHANGES, "/DigitaltAktiv/api/v1/DigitaltAktivStatusEndringer"})
    void change_list_goes_on_where_its_offset_stands(String path) {
        helsenorge.change(anna, Citizen.ACTIVE);
        JsonNode first = TestClient.json(changes(path, ""));
        String offset = first.path("offset").stringValue();
        assertThat(offset).isEqualTo("2026-11-21T08:00:00.12345Z");
        assertThat(numbers(first)).containsExactly(anna);

        helsenorge.change(bjarne, Citizen.INACTIVE);

        JsonNode second = TestClient.json(changes(path, offset));
        assertThat(numbers(second)).containsExactly(bjarne);
        assertThat(numbers(TestClient.json(changes(path, second.path("offset").stringValue()))))
                .isEmpty();
        assertThat(sandbox.book().changeLists())
                .extracting(Book.ChangeList::numbers)
                .containsExactly(1L, 1L, 0L);
        assertThat(sandbox.book().changeLists()).allMatch(Book.ChangeList::offsetKnown);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void changes_older_than_three_months_are_not_listed() {
        helsenorge.changed(anna);
        clock.step(Duration.ofDays(60));
        helsenorge.changed(bjarne);
        clock.step(Duration.ofDays(60));

        assertThat(numbers(TestClient.json(changes(CHANGES, "")))).containsExactly(bjarne);
    }

    @Test
    void offset_may_come_last() {
        helsenorge.offsetLast(true);
        helsenorge.changed(anna);

        assertThat(changes(CHANGES, "").body()).matches("\\{\"fnr\":\\[\"\\d{11}\"],\"offset\":\"[^\"]+\"}");
    }

    @Test
    void reformatted_offset_is_a_violation() {
        assertViolation(changes(CHANGES, "2026-11-21T08:00:00.123450Z"), 400, "offset is not");
    }

    @Test
    void generated_list_is_whole() {
        helsenorge.changed(anna);
        helsenorge.changed(() -> SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, 0, 20_000));

        List<String> numbers = numbers(TestClient.json(changes(CHANGES, "")));

        assertThat(numbers).hasSize(20_001).startsWith(anna);
        assertThat(numbers.getLast()).isEqualTo(SyntheticNin.number(SyntheticNin.Kind.PLUS_80, 19_999));
        assertThat(Set.copyOf(numbers)).hasSizeGreaterThanOrEqualTo(20_000);
        assertThat(sandbox.book().changeLists().getFirst().numbers()).isEqualTo(20_001);
    }

    @Test
    void dpop_is_refused() {
        String token = client.dpopToken(HelsenorgeSandbox.CHANGES_SCOPE, it -> it);
        String url = client.url(Sandbox.HELSENORGE, CHANGES);

        assertViolation(client.get(url, client.dpop("GET", url, token)), 401, "no DPoP");
    }

    @Test
    void dpop_bound_token_is_refused_as_bearer() {
        String token = client.dpopToken(HelsenorgeSandbox.CHANGES_SCOPE, it -> it);

        assertViolation(
                client.get(client.url(Sandbox.HELSENORGE, CHANGES), Map.of("Authorization", "Bearer " + token)),
                401,
                "DPoP-bound");
    }

    @Test
    void each_method_has_its_own_scope() {
        String token = client.bearerToken(HelsenorgeSandbox.CHECK_SCOPE);

        assertViolation(
                client.get(client.url(Sandbox.HELSENORGE, CHANGES), Map.of("Authorization", "bearer " + token)),
                403,
                "no scope " + HelsenorgeSandbox.CHANGES_SCOPE);
    }

    @Test
    void expired_token_is_403_with_the_code_of_helsenorge() {
        String token = client.bearerToken(HelsenorgeSandbox.CHANGES_SCOPE);
        sandbox.helseId().expireTokens();

        HttpResponse<String> response =
                client.get(client.url(Sandbox.HELSENORGE, CHANGES), Map.of("Authorization", "bearer " + token));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"Code\":\"SEC-110000\",\"Message\":\"Token is expired or invalid\"}");
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void bulk_check_answers_for_the_known_only() {
        helsenorge.know(anna, new Citizen(false, true, true));

        HttpResponse<String> response = check(List.of(anna, bjarne), "3");

        assertThat(response.body())
                .isEqualTo("{\"erAktivListe\":{\"" + anna
                        + "\":{\"erAktivSelv\":false,\"erAktivViaAndre\":true,\"tildeltFullmakt\":true}}}");
        assertThat(sandbox.book().numbersAsked()).containsExactly(anna, bjarne);
        assertThat(sandbox.book().asked().toString()).doesNotContain(anna);
    }

    @Test
    void the_other_form_of_the_bulk_check_is_a_switch() {
        helsenorge.know(anna, Citizen.ACTIVE);
        helsenorge.forms(WireForm.B, WireForm.B);

        assertThat(check(List.of(anna), "\"Helsehjelp\"").body()).contains("\"erDigitaltAktivSelv\":true");
        assertViolation(check(List.of(anna), "3"), 400, "omraade is not of form B");
    }

    @Test
    void more_than_a_thousand_numbers_are_refused() {
        List<String> thousand =
                IntStream.range(0, 1000).mapToObj(SyntheticNin::number).toList();
        assertThat(check(thousand, "3").statusCode()).isEqualTo(200);

        List<String> more =
                IntStream.range(0, 1001).mapToObj(SyntheticNin::number).toList();
        assertViolation(check(more, "3"), 400, "more than 1000");
    }

    @Test
    void one_invalid_number_has_all_refused_unless_switched_off() {
        helsenorge.know(anna, Citizen.ACTIVE);
        helsenorge.refuseNumber(bjarne);
        assertThat(check(List.of(anna, bjarne), "3").statusCode()).isEqualTo(400);
        assertThat(check(List.of(anna, "12345678901"), "3").statusCode()).isEqualTo(400);

        helsenorge.invalidRefusesAll(false);

        assertThat(check(List.of(anna, bjarne), "3").body()).contains(anna).doesNotContain(bjarne);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void older_check_takes_one_patient() {
        helsenorge.know(anna, Citizen.ACTIVE);
        String token = client.bearerToken(HelsenorgeSandbox.AREA_SCOPE);

        HttpResponse<String> response = client.post(
                client.url(Sandbox.HELSENORGE, AREA),
                "application/json",
                "{\"fnr\":\"" + anna + "\",\"omraade\":3}",
                Map.of("Authorization", "bearer " + token));

        assertThat(response.body()).contains("\"erAktivSelv\":true");
    }

    @Test
    void form_body_is_refused() {
        String token = client.bearerToken(HelsenorgeSandbox.CHECK_SCOPE);

        assertViolation(
                client.post(
                        client.url(Sandbox.HELSENORGE, CHECK),
                        Form.MEDIA_TYPE,
                        "fnrListe=1",
                        Map.of("Authorization", "bearer " + token)),
                415,
                "application/json");
    }

    private HttpResponse<String> changes(String path, String offset) {
        String token = client.bearerToken(HelsenorgeSandbox.CHANGES_SCOPE);
        return client.get(
                client.url(Sandbox.HELSENORGE, path) + "?offset=" + URLEncoder.encode(offset, StandardCharsets.UTF_8),
                Map.of("Authorization", "bearer " + token));
    }

    private HttpResponse<String> check(List<String> numbers, String area) {
        String token = client.bearerToken(HelsenorgeSandbox.CHECK_SCOPE);
        String list = numbers.stream().map(fnr -> "\"" + fnr + "\"").collect(Collectors.joining(",", "[", "]"));
        return client.post(
                client.url(Sandbox.HELSENORGE, CHECK),
                "application/json",
                "{\"fnrListe\":" + list + ",\"omraade\":" + area + "}",
                Map.of("Authorization", "Bearer " + token));
    }

    private static List<String> numbers(JsonNode list) {
        return list.path("fnr").valueStream().map(JsonNode::stringValue).toList();
    }
}
