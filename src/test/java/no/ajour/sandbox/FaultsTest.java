package no.ajour.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class FaultsTest extends SandboxTestBase {
    private final String url = sandbox.url(Sandbox.HELSENORGE) + "/digitaltaktiv/v1/DigitaltAktivStatusEndringer";

    @Test
    void status_strikes_the_requests_it_was_told_to() {
        FaultRule rule = sandbox.faults()
                .on(Sandbox.HELSENORGE, ".*Endringer")
                .skip(1)
                .times(2)
                .status(503);

        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(list().statusCode()).isEqualTo(503);
        assertThat(list().statusCode()).isEqualTo(503);
        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(rule.hits()).isEqualTo(2);
        assertThat(sandbox.book().requests(Sandbox.HELSENORGE))
                .extracting(Book.Request::status)
                .containsExactly(200, 503, 503, 200);
    }

    @Test
    void too_many_requests_says_when_to_come_back() {
        sandbox.faults().on(Sandbox.HELSENORGE).tooManyRequests(Duration.ofSeconds(7));

        HttpResponse<String> response = list();

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 20, 5_000, 1_000_000})
    void chunked_body_is_cut_and_not_booked_as_served(long bytes) throws IOException, InterruptedException {
        sandbox.helsenorge().changed(() -> SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, 0, 1_000));
        sandbox.faults().on(Sandbox.HELSENORGE).cutAfter(bytes);

        long read = readUntilBroken(client.bearerToken(HelsenorgeSandbox.CHANGES_SCOPE));

        assertThat(read).isLessThanOrEqualTo(bytes).isGreaterThanOrEqualTo(Math.min(bytes, 14_000) - 4096);
        assertThat(sandbox.book().changeLists()).isEmpty();
        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(sandbox.book().changeLists()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10, 1_000_000})
    void body_of_known_length_is_cut_and_not_booked_as_served(long bytes) {
        sandbox.jft().add(KOMMUNE, composition(1));
        String token = client.dpopToken();
        sandbox.faults().on(Sandbox.JFT_READ).cutAfter(bytes);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> client.jftSearch("Composition", "", token));
        assertThat(sandbox.book().served()).isEmpty();
        assertThat(client.jftSearch("Composition", "", token).statusCode()).isEqualTo(200);
        assertThat(sandbox.book().served()).hasSize(1);
    }

    @Test
    void dropped_request_takes_effect_only_after_handling() {
        String id = sandbox.jft().add(KOMMUNE, composition(1));
        String path = "/v1/Composition/" + id + "/$journaling-acknowledged";
        String token = client.dpopToken();
        sandbox.faults().on(Sandbox.JFT_WRITE).drop();
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.jftWrite(path, "", token));
        assertThat(sandbox.book().acknowledgements()).isEmpty();

        sandbox.faults().on(Sandbox.JFT_WRITE).afterHandling().drop();

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.jftWrite(path, "", token));
        assertThat(sandbox.book().acknowledged("Composition", id)).isEqualTo(1);
        assertThat(sandbox.book().violations()).isEmpty();
    }

    @Test
    void no_answer_lets_the_client_run_out_of_time() {
        sandbox.faults().on(Sandbox.HELSENORGE).noAnswer();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "bearer " + client.bearerToken(HelsenorgeSandbox.CHANGES_SCOPE))
                .timeout(Duration.ofMillis(200))
                .build();

        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void latency_comes_before_the_answer() {
        sandbox.faults().on(Sandbox.HELSENORGE).latency(Duration.ofMillis(150));
        long start = System.nanoTime();

        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void garbage_is_not_json_and_not_booked_as_served() {
        sandbox.faults().on(Sandbox.HELSENORGE).garbage();

        HttpResponse<String> response = list();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> TestClient.json(response));
        assertThat(sandbox.book().changeLists()).isEmpty();
    }

    @Test
    void extra_fields_appear_everywhere_but_among_numbers() {
        sandbox.jft().add(KOMMUNE, composition(1));
        sandbox.faults().on(Sandbox.JFT_READ).extraFields();

        var bundle = TestClient.json(client.jftSearch("Composition", "", client.dpopToken()));

        assertThat(bundle.has("nyttFelt")).isTrue();
        assertThat(bundle.path("link").path(0).has("nyttFelt")).isTrue();
        assertThat(bundle.path("entry").path(0).path("resource").path("meta").has("nyttFelt"))
                .isTrue();
    }

    @Test
    void content_type_and_date_can_be_wrong() {
        sandbox.faults().on(Sandbox.HELSENORGE).contentType("text/html");
        sandbox.faults().on(Sandbox.HELSENORGE).dateSkew(Duration.ofMinutes(-5));

        HttpResponse<String> response = list();

        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(response.headers().firstValue("Date")).hasValue("Sat, 21 Nov 2026 07:55:00 GMT");
        assertThat(list().headers().firstValue("Date")).hasValue("Sat, 21 Nov 2026 08:00:00 GMT");
    }

    @Test
    void something_can_happen_between_two_requests() {
        String token = client.bearerToken(HelsenorgeSandbox.CHANGES_SCOPE);
        sandbox.faults().on(Sandbox.HELSENORGE).skip(1).run(() -> sandbox.helseId()
                .expireTokens());

        assertThat(list(token).statusCode()).isEqualTo(200);
        assertThat(list(token).statusCode()).isEqualTo(403);
    }

    @Test
    void cleared_faults_strike_no_more() {
        sandbox.faults().on(Sandbox.HELSENORGE).always().status(500);
        sandbox.faults().clear();

        assertThat(list().statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> list() {
        return list(client.bearerToken(HelsenorgeSandbox.CHANGES_SCOPE));
    }

    private HttpResponse<String> list(String token) {
        return client.get(url, Map.of("Authorization", "bearer " + token));
    }

    private long readUntilBroken(String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "bearer " + token)
                .build();
        long read = 0;
        try (HttpClient http = HttpClient.newHttpClient();
                InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            assertThat(body).isNotNull();
            while (body.read() >= 0) {
                read++;
            }
        } catch (IOException broken) {
            return read;
        }
        throw new AssertionError("The body ended well after " + read + " bytes");
    }
}
