package no.ajour.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.AjourProgram;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import no.ajour.testing.SideBySide;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image {@code -Dajour.image=NAME} in a container like a restricted pod's, against a database and the sandbox. */
@EnabledIfSystemProperty(named = "ajour.image", matches = ".+")
class ImageTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TENANT = "310000019";
    private static final int PATIENTS = 120;

    private final Installation ajour = Installation.of(Postgres.emptyDatabase(), Map.of(TENANT, "Lykkeby"));
    private final List<String> patients =
            IntStream.range(0, PATIENTS).mapToObj(SyntheticNin::number).toList();

    @BeforeEach
    void people() {
        ajour.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
        var csv = new StringBuilder("orgnr;fnr\n");
        patients.forEach(number -> csv.append(TENANT).append(';').append(number).append('\n'));
        ajour.write("patients.csv", csv.toString());
    }

    @AfterEach
    void close() throws IOException {
        ajour.close();
    }

    @AfterAll
    static void nothing_is_left() {
        Container.removeAll();
    }

    @Test
    void everything_an_installation_does_is_done_in_it_and_both_sides_books_agree() throws IOException {
        installed();
        var events = new EventFactory(InstantSource.system(), 1);
        for (int i = 0; i < 60; i++) {
            ajour.sandbox().jft().add(TENANT, events.any(patients.get(i), i));
        }
        // In an order in which each has something to do, and then whichever there are besides.
        done("run", "digital-active");
        done("run", "journal-events");
        journalAll();
        done("run", "acknowledgements");
        for (var job : jobs()) {
            done("run", job);
        }

        assertThat(new SideBySide(ajour.sandbox(), ajour.database(), Set.of(TENANT)).differences())
                .isEmpty();
        assertThat(ajour.sandbox().book().acknowledgements()).hasSize(60);
        assertThat(done("status").out()).contains("acknowledgements");
        // After the comparison: it asks the APIs without a token, which the sandbox's book holds against it.
        done("doctor");
    }

    @Test
    void sigterm_ends_a_run_at_a_commit_and_the_next_one_goes_on() {
        installed();
        ajour.set("ajour.jobs.digital-active.batch-size", "5").set("ajour.jobs.digital-active.calls-in-flight", "1");
        ajour.sandbox()
                .faults()
                .when(call -> !call.api().equals(Sandbox.HELSEID))
                .always()
                .latency(Duration.ofMillis(300));
        var run = ajour.start(Container.entryPoint(ajour), "run", "digital-active");
        await().atMost(LIMIT).until(() -> count("select count(*) from ajour.digital_active") > 0);

        run.terminate();

        assertThat(run.end(LIMIT).exitCode()).isEqualTo(143);
        assertThat(count("select count(*) from ajour.digital_active")).isBetween(1L, PATIENTS - 1L);
        assertThat(count("""
                        select (select count(*) from ajour.run where state = 'running')
                             + (select count(*) from ajour.lease where holder is not null)
                             + (select count(*) from batch.batch_job_execution
                                where status in ('STARTED', 'STARTING', 'STOPPING'))
                        """)).as("left as running").isZero();
        ajour.sandbox().faults().clear();
        done("run", "digital-active");
        assertThat(count("select count(*) from ajour.digital_active")).isEqualTo(PATIENTS);
        assertThat(new SideBySide(ajour.sandbox(), ajour.database(), Set.of(TENANT)).differences())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void serve_answers_and_ends_with_sigterm(boolean argumentsForLong) throws IOException {
        done("migrate");
        int port = freePort();
        ajour.set("ajour.console.port", String.valueOf(port));
        AjourProgram program = argumentsForLong ? Container.forLong(ajour) : Container.entryPoint(ajour);
        var serving = ajour.start(program, "serve");
        await().atMost(LIMIT).until(() -> answers(port, "/actuator/health/readiness"));
        assertThat(answers(port, "/actuator/prometheus")).isTrue();

        serving.terminate();

        assertThat(serving.end(LIMIT).exitCode()).isEqualTo(143);
    }

    @Test
    void exit_code_is_the_commands_and_results_have_standard_output_for_themselves() {
        assertThat(command("run", "--no-such-option").exitCode()).isEqualTo(64);
        assertThat(command("status").exitCode()).as("no schema").isEqualTo(40);
        assertThat(done("--version").out()).startsWith("ajour ").contains("Java 25");
        done("migrate");
        assertThat(command("run", "no-such-job").exitCode()).isEqualTo(64);
        assertThat(done("status", "--json").out()).startsWith("[");
        ajour.set("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none");
        assertThat(command("status").exitCode()).as("no database").isEqualTo(30);
    }

    @Test
    void starts_java_itself_as_a_user_without_rights() {
        assertThat(Container.inspected("{{index .Config.Entrypoint 0}}")).isEqualTo("java");
        assertThat(Container.inspected("{{.Config.User}}")).matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(Container.inspected("{{.Config.WorkingDir}}")).isEqualTo("/opt/ajour");
    }

    private void installed() {
        done("migrate");
        done("patients", "import", "/opt/ajour/config/patients.csv");
    }

    private Installation.Result command(String... arguments) {
        return ajour.start(Container.entryPoint(ajour), arguments).end(LIMIT);
    }

    private Installation.Result done(String... arguments) {
        var result = command(arguments);
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private void journalAll() {
        ajour.database()
                .sql("select ajour.mark_journaled(id, 'note ' || id, version) from ajour.event")
                .query(String.class)
                .list();
    }

    private long count(String sql) {
        return ajour.database().sql(sql).query(Long.class).single();
    }

    private static List<String> jobs() throws IOException {
        try (var files = Files.list(Path.of("jobs"))) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port, String path) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
