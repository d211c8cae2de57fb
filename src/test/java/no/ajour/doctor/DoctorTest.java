package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is told of an installation, well or ill with one thing, at HelseID and the APIs. */
class DoctorTest {
    private static final String LYKKEBY = "310000019";
    private static final String STORMO = "310000027";
    private static final String NOWHERE = "http://127.0.0.1:1/x";

    private Ward ward;

    @BeforeEach
    void install() {
        ward = new Ward(Postgres.freshDatabase(), new LinkedHashMap<>(Map.of(LYKKEBY, "Lykkeby", STORMO, "Stormo")));
    }

    @AfterEach
    void remove() {
        ward.close();
    }

    @Test
    void healthy_installation_has_a_line_for_each_check_and_is_0() {
        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("ok      settings     environment test,"
                                        + " jobs acknowledgements, digital-active, housekeeping, journal-events,"
                                        + " outgoing-events; off: document-references, health-indicators"),
                        line -> assertThat(line).isEqualTo("ok      tenants      2 tenants"),
                        line -> assertThat(line)
                                .matches(
                                        "ok      database     PostgreSQL [0-9.]+ at [a-z0-9.]+:\\d+/ajour_\\d+ as \\w+"),
                        line -> assertThat(line).startsWith("ok      schema       up to date: V"),
                        line -> assertThat(line).startsWith("ok      rights       "),
                        line -> assertThat(line)
                                .isEqualTo("ok      db clock     this machine's clock agrees with the database's"),
                        line -> assertThat(line).isEqualTo("ok      feed         changes are told to EHRs"),
                        line -> assertThat(line)
                                .isEqualTo("ok      key file     EC key key-1 of 256 bits, signs with ES256"),
                        line -> assertThat(line)
                                .isEqualTo("ok      helseid      "
                                        + ward.ajour.sandbox().url(Sandbox.HELSEID)
                                        + " answers as itself and takes ES256"),
                        line -> assertThat(line)
                                .isEqualTo("ok      clock        this machine's clock agrees with HelseID's"),
                        line -> assertThat(line).startsWith("ok      token        helsenorge: 2 tenants, scope "),
                        line -> assertThat(line)
                                .isEqualTo("ok      token        jft-read: 2 tenants, scope nhn:jft/api,"
                                        + " orgnr_parent in each, life 60 s"),
                        line -> assertThat(line)
                                .startsWith("ok      token        jft-write: 2 tenants, scope nhn:jft/api"),
                        line -> assertThat(line)
                                .isEqualTo("skipped token        kjernejournal: the job health-indicators, which alone"
                                        + " uses it, is off"),
                        line -> assertThat(line)
                                .isEqualTo("skipped token        phr: the job document-references, which alone uses it,"
                                        + " is off"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "skipped token        phr-documents: the job document-references, which alone"
                                                + " uses it, is off"),
                        line -> assertThat(line).startsWith("ok      api          helsenorge: 127.0.0.1:"),
                        line -> assertThat(line).startsWith("ok      api          jft-read: 127.0.0.1:"),
                        line -> assertThat(line).startsWith("ok      api          jft-write: 127.0.0.1:"),
                        line -> assertThat(line).startsWith("ok      api          kjernejournal: 127.0.0.1:"),
                        line -> assertThat(line)
                                .matches(
                                        "ok      api          phr: 127.0.0.1:\\d+ answers 200 to /ping without a token"),
                        line -> assertThat(line).startsWith("ok      api          phr-documents: 127.0.0.1:"),
                        line -> assertThat(line)
                                .isEqualTo("skipped ping         kjernejournal: no tenant has a token for it"),
                        line -> assertThat(line).isEqualTo("skipped ping         phr-documents: nobody is logged in"),
                        line -> assertThat(line).isEqualTo("ok      program      every part of the jobs starts"));
    }

    @Test
    void nothing_is_read_searched_or_acknowledged() {
        ward.doctor();

        var book = ward.ajour.sandbox().book();
        assertThat(book.served()).isEmpty();
        assertThat(book.changeLists()).isEmpty();
        assertThat(book.asked()).isEmpty();
        assertThat(book.acknowledgements()).isEmpty();
        assertThat(book.requests())
                .filteredOn(request -> !request.api().equals(Sandbox.HELSEID))
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("HEAD /", "HEAD /", "HEAD /", "HEAD /", "GET /ping", "HEAD /");
        // That these came without a token is all that is held against them.
        assertThat(book.violations())
                .allSatisfy(violation -> assertThat(violation).startsWith("HEAD /"));
    }

    @Test
    void token_that_serves_two_apis_is_asked_for_once_and_never_shown() {
        var result = ward.ajour.ajour("doctor", "--json");

        assertThat(ward.ajour.sandbox().book().tokens()).hasSize(4);
        assertThat(result.out()).doesNotContain("eyJ");
    }

    @Test
    void json_has_an_object_for_each_finding() {
        ward.ajour.sandbox().helseId().rejectScope("nhn:jft/api", LYKKEBY);

        var result = ward.ajour.ajour("doctor", "--json");

        assertThat(result.exitCode()).isEqualTo(40);
        var rows = JsonMapper.shared().readTree(result.out());
        assertThat(rows).allSatisfy(row -> assertThat(row.propertyNames())
                .containsExactlyInAnyOrder("check", "subject", "result", "found", "fix"));
        assertThat(rows)
                .filteredOn(row -> row.get("result").asString().equals("wrong"))
                .hasSize(2)
                .first()
                .satisfies(row -> {
                    assertThat(row.get("check").asString()).isEqualTo("token");
                    assertThat(row.get("subject").asString()).isEqualTo("jft-read " + LYKKEBY);
                    assertThat(row.get("found").asString()).contains("without the scope nhn:jft/api");
                    assertThat(row.get("fix").asString()).contains("terms of use");
                });
        assertThat(rows)
                .filteredOn(row -> row.get("check").asString().equals("database"))
                .allSatisfy(row -> {
                    assertThat(row.get("subject").isNull()).isTrue();
                    assertThat(row.get("fix").isNull()).isTrue();
                });
    }

    @Test
    void scope_refused_for_one_tenant_is_told_of_that_tenant_alone() {
        ward.ajour.sandbox().helseId().rejectScope("nhn:jft/api", STORMO);

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("ok      token        jft-read: 1 tenant, ")
                .contains(
                        "wrong   token        jft-read: Stormo (310000027): a token came without the scope nhn:jft/api")
                .contains("fix: Stormo (310000027) must sign the terms of use")
                .contains("ok      token        helsenorge: 2 tenants")
                .doesNotContain("Lykkeby");
    }

    @Test
    void unknown_client_is_told_once_an_api() {
        ward.ajour.set("ajour.helseid.client-id", "somebody-else");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   token        jft-read: 2 tenants: a token was refused with 400 (invalid_client")
                .contains("fix: check that ajour.helseid.client-id")
                .contains("ok      database")
                .contains("ok      api          jft-read");
        assertThat(result.out().lines().filter(line -> line.startsWith("wrong")))
                .hasSize(3);
    }

    @Test
    void clock_that_is_an_hour_ahead_is_told_in_seconds() {
        try (var past = helseId(Duration.ofHours(-1))) {
            var result = ward.doctor();

            assertThat(result.exitCode()).isEqualTo(40);
            assertThat(result.out())
                    .containsPattern(
                            "wrong   clock        this machine's clock is 3[56]\\d\\d\\.\\d s ahead of HelseID's")
                    .contains("fix: synchronise it with NTP");
            assertThat(past.book().requests()).isNotEmpty();
        }
    }

    @Test
    void clock_that_is_some_seconds_behind_is_a_warning() {
        try (var future = helseId(Duration.ofSeconds(7))) {
            assertThat(ward.doctor().out())
                    .containsPattern("warning clock        this machine's clock is [5-7]\\.\\d s behind HelseID's");
            assertThat(future.book().requests()).isNotEmpty();
        }
    }

    /** A HelseID whose clock is ahead of this machine's. */
    private Sandbox helseId(Duration ahead) {
        var sandbox = Sandbox.start(Clock.offset(Clock.systemUTC(), ahead));
        ward.register(sandbox);
        ward.ajour.set("ajour.helseid.issuer", sandbox.url(Sandbox.HELSEID).toString());
        return sandbox;
    }

    @Test
    void helseid_that_is_down_is_told_once_and_what_builds_on_it_is_skipped() {
        ward.ajour.set("ajour.helseid.issuer", NOWHERE);

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   helseid      HelseID: metadata could not be read: no connection could be made")
                .contains("skipped clock        ")
                .contains("skipped token        HelseID cannot be asked for tokens")
                .contains("ok      api          jft-read")
                .contains("ok      program");
    }

    @Test
    void issuer_that_answers_as_another_is_wrong() {
        ward.ajour
                .sandbox()
                .faults()
                .on(Sandbox.HELSEID, "/.well-known/.*")
                .always()
                .status(200, Map.of(), """
                        {"issuer": "https://somebody.example", "token_endpoint": "https://somebody.example/token"}""");

        var result = ward.doctor();

        assertThat(result.out())
                .contains("wrong   helseid      HelseID: metadata name another issuer")
                .contains("fix: correct ajour.helseid.issuer");
    }

    @Test
    void key_whose_algorithm_helseid_does_not_take_is_wrong() {
        String issuer = ward.ajour.sandbox().url(Sandbox.HELSEID).toString();
        ward.ajour
                .sandbox()
                .faults()
                .on(Sandbox.HELSEID, "/.well-known/.*")
                .always()
                .status(200, Map.of(), """
                        {"issuer": "%1$s", "token_endpoint": "%1$s/connect/token",
                         "token_endpoint_auth_signing_alg_values_supported": ["PS256"]}""".formatted(issuer));

        assertThat(ward.doctor().out())
                .contains("and does not take ES256")
                .contains("fix: make a key for one of PS256");
    }

    @Test
    void helseid_settings_that_are_missing_are_each_named() {
        ward.ajour.unset("ajour.helseid.issuer");
        ward.ajour.unset("ajour.helseid.client-id");
        ward.ajour.unset("ajour.helseid.key-file");

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   key file     ajour.helseid.key-file is not set")
                .contains("wrong   helseid      ajour.helseid.client-id is not set")
                .contains("wrong   helseid      ajour.helseid.issuer is not set")
                .contains("skipped token        there is no key")
                .contains("ok      database");
    }

    @Test
    void api_that_is_down_is_told_and_the_others_go_on() {
        ward.ajour.set("ajour.apis.jft-read.base-url", NOWHERE);

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains("wrong   api          jft-read: 127.0.0.1:1 does not answer: no connection could be made")
                .contains("fix: check ajour.apis.jft-read.base-url")
                .contains("ok      api          jft-write");
    }

    @Test
    void api_that_fails_by_itself_is_a_warning() {
        ward.ajour.sandbox().faults().on(Sandbox.JFT_WRITE).always().status(503);

        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).containsPattern("warning api          jft-write: 127.0.0.1:\\d+ answers 503");
    }

    @Test
    void api_that_is_not_used_is_skipped() {
        ward.ajour.unset("ajour.apis.helsenorge.base-url");

        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("skipped token        helsenorge: ajour.apis.helsenorge.base-url is not set")
                .contains("skipped api          helsenorge: ");
    }

    @Test
    void ping_is_called_with_a_token_where_there_is_one() {
        ward.ajour.set("ajour.apis.jft-read.ping-path", "/ping").set("ajour.apis.jft-write.ping-path", "/ping");
        ward.ajour.sandbox().faults().on(Sandbox.JFT_READ, "/ping").status(200);
        ward.ajour.sandbox().faults().on(Sandbox.JFT_WRITE, "/ping").status(404);

        var result = ward.doctor();

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .containsPattern("ok      ping         jft-read: /ping answers 200 for (Lykkeby|Stormo)")
                .contains("wrong   ping         jft-write: ping for ")
                .doesNotContain("ping         helsenorge");
        assertThat(ward.ajour.sandbox().book().violations())
                .allSatisfy(violation -> assertThat(violation).startsWith("HEAD /"));
    }

    @Test
    void kjernejournal_is_pinged_as_the_ehr_system_for_a_tenant_of_the_job() {
        ward.ajour
                .set("ajour.jobs.health-indicators.enabled", "true")
                .set("ajour.jobs.health-indicators.tenants", LYKKEBY);
        assertThat(ward.doctor().out()).contains("wrong   ping         ajour.http.ehr-system is not set");

        ward.ajour.set("ajour.http.ehr-system", "Journal 4.2");
        var result = ward.doctor();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("ok      token        kjernejournal: 1 tenant, scope nhn:kjernejournal/api")
                .contains("ok      ping         kjernejournal: /v1/ping answers 200 for Lykkeby");
        assertThat(ward.ajour.sandbox().book().indicatorsAsked()).isEmpty();
    }

    @Test
    void path_that_reads_events_is_refused_as_a_ping() {
        ward.ajour
                .set("ajour.apis.jft-read.ping-path", "/v1/bundle")
                .set("ajour.apis.helsenorge.ping-path", "/DigitaltAktiv/api/v1/DigitaltAktivStatusEndringer");

        var result = ward.doctor();

        assertThat(result.out())
                .contains("wrong   ping         ajour.apis.jft-read.ping-path leads to events")
                .contains("wrong   ping         ajour.apis.helsenorge.ping-path leads to events");
        assertThat(ward.ajour.sandbox().book().requests(Sandbox.JFT_READ))
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("HEAD"));
        assertThat(ward.ajour.sandbox().book().changeLists()).isEmpty();
    }
}
