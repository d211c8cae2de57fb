package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The process that stays: what it shows, and what it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServeTest {
    private static final String LYKKEBY = "310000019";

    private final HttpClient http = HttpClient.newHttpClient();
    private Installation ajour;
    private ConfigurableApplicationContext program;

    @BeforeAll
    void start() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"))
                .set("ajour.console.port", "0");
        program = ajour.configured(() -> Program.serve(true));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);
    }

    @AfterAll
    void end() throws IOException {
        program.close();
        ajour.close();
    }

    @Test
    void alive_and_ready() {
        assertThat(get("/actuator/health/liveness").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void alive_but_not_ready_while_the_schema_is_not_the_programs() {
        var newest = "installed_rank = (select max(installed_rank) from ajour.flyway_schema_history)";
        ajour.database()
                .sql("update ajour.flyway_schema_history set version = '9' || version where " + newest)
                .update();
        try {
            var readiness = get("/actuator/health/readiness");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(readiness.body()).isEqualTo("{\"status\":\"DOWN\"}");
            assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        } finally {
            ajour.database()
                    .sql("update ajour.flyway_schema_history set version = substr(version, 2) where " + newest)
                    .update();
        }
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/actuator",
                "/actuator/env",
                "/actuator/beans",
                "/actuator/configprops",
                "/actuator/heapdump",
                "/actuator/metrics",
                "/actuator/loggers",
                "/actuator/shutdown",
                "/application.yaml",
                "/sql/V1__ajour.sql"
            })
    void nothing_else_is_there(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void other_machines_cannot_reach_it() throws IOException {
        assertThat(program.getEnvironment().getProperty("server.address")).isEqualTo("127.0.0.1");
        // The port is free on every other address of this machine.
        try (var other = new ServerSocket(port(), 1, InetAddress.getByName("127.0.0.2"))) {
            assertThat(other.isBound()).isTrue();
        }
    }

    @Test
    void tables_are_read_at_most_every_15_seconds() {
        var before = running(get("/actuator/prometheus").body());
        ajour.database()
                .sql("insert into ajour.lease (job, tenant, token, holder, acquired_at, expires_at)"
                        + " values ('acknowledgements', ?, 1, 'other', now(), now() + interval '1 min')")
                .param(LYKKEBY)
                .update();

        assertThat(running(get("/actuator/prometheus").body()))
                .isEqualTo(before)
                .isNotEmpty();
    }

    @Test
    void port_that_is_taken_is_40_and_says_what_to_set() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ajour.set("ajour.console.port", String.valueOf(taken.getLocalPort()));
            var result = ajour.ajour("serve");

            assertThat(result.exitCode()).isEqualTo(40);
            assertThat(result.err()).contains("ajour.console.port", String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void other_commands_start_no_web_server() {
        try (var jobs = ajour.configured(Program::jobs)) {
            assertThat(jobs.getEnvironment().getProperty("local.server.port")).isNull();
            assertThat(jobs.getBeanNamesForType(org.springframework.boot.web.server.WebServerFactory.class))
                    .isEmpty();
            assertThat(jobs.getClass().getSimpleName()).isEqualTo("AnnotationConfigApplicationContext");
        }
    }

    private static List<String> running(String scraped) {
        return scraped.lines()
                .filter(line -> line.startsWith("ajour_running"))
                .sorted()
                .toList();
    }

    private int port() {
        return program.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
