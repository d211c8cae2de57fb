package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Asking again, restarting, and setting positions. */
class RepairingTest {
    private static final String LYKKEBY = "310000019";
    private static final String MYRDAL = "310000035";

    private Installation ajour;
    private Rows rows;

    @BeforeEach
    void install() {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(MYRDAL, "Myrdal");
        ajour = Installation.of(Postgres.freshDatabase(), municipalities)
                .set("ajour.jobs.things.late-after", "1h")
                .set("spring.main.sources", FakeRepairs.class.getName())
                .set("ajour.operator", "kari");
        rows = new Rows(ajour.database());
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void resync_of_a_patient_is_for_the_patients_tenant_alone() {
        ajour.ajour(
                "patients",
                "import",
                ajour.write("p.csv", "orgnr;fnr\n" + MYRDAL + ";" + SyntheticNin.number(1) + "\n")
                        .toString());
        long patient = ajour.database()
                .sql("select id from ajour.patient")
                .query(Long.class)
                .single();

        var result = Shown.fit(ajour.ajour("resync", "things", "--patient", String.valueOf(patient), "--why", "asked"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(MYRDAL).doesNotContain(LYKKEBY).contains("Done again: Patient.");
        assertThat(rows.actions())
                .containsExactly("kari | resync | {\"jobs\": [\"things\"], \"tenants\": \"all\", \"patients\": ["
                        + patient + "]} | asked");
        assertThat(ajour.ajour("resync", "things", "--patient", "12345").exitCode())
                .isEqualTo(64);
        assertThat(ajour.ajour("resync", "things", "--patient", String.valueOf(patient), "--tenant", LYKKEBY)
                        .exitCode())
                .isEqualTo(64);
    }

    @Test
    void patients_number_as_an_argument_is_refused_and_not_repeated() {
        var result = Shown.fit(ajour.ajour("resync", "--patient", SyntheticNin.number(1)));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).contains("--nin");
        Shown.fit(ajour.ajour("status", "--tenant", SyntheticNin.number(1)));
        Shown.fit(ajour.ajour("run", SyntheticNin.number(1)));
        Shown.fit(ajour.ajour("runs", SyntheticNin.number(1)));
        assertThat(ajour.ajour("resync", "--nin").err()).contains("no terminal");
    }

    @Test
    void resync_takes_a_time_or_everything_of_the_tenants_named() {
        assertThat(ajour.ajour("resync", "things", "--since", "2d", "--tenant", LYKKEBY)
                        .out())
                .contains(LYKKEBY)
                .doesNotContain(MYRDAL)
                .contains("Done again: Since.")
                .contains("resync: done (1 runs, exit code 0)");
        assertThat(ajour.ajour("resync", "things", "--all").err()).contains("--yes");

        var all = ajour.ajour("resync", "things", "--all", "--yes", "--json");
        var json = JsonMapper.shared().readTree(all.out());
        assertThat(json.size()).isEqualTo(2);
        assertThat(json.get(0).get("reason").asString()).isEqualTo("Done again: Everything.");

        assertThat(ajour.ajour("resync", "things", "--since", "tomorrow").err()).contains("2026-11-20");
        assertThat(ajour.ajour("resync", "things").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("resync", "things", "--all", "--since", "2d").exitCode())
                .isEqualTo(64);
        assertThat(ajour.database()
                        .sql("select distinct kind from ajour.run")
                        .query(String.class)
                        .list())
                .containsExactly("resync");
        assertThat(ajour.ajour("audit", "things").exitCode()).isEqualTo(64);
    }

    @Test
    void times_are_read_as_people_give_them() {
        var now = Instant.parse("2026-11-21T12:00:00Z");

        assertThat(TimeAgo.of("2d", now)).contains(now.minus(Duration.ofDays(2)));
        assertThat(TimeAgo.of("2026-11-20T06:00:00+01:00", now)).contains(Instant.parse("2026-11-20T05:00:00Z"));
        assertThat(TimeAgo.of("2026-11-20", now)).contains(Instant.parse("2026-11-19T23:00:00Z"));
        assertThat(TimeAgo.of("2026-11-22T06:00:00Z", now)).isEmpty();
        assertThat(TimeAgo.of("-2d", now)).isEmpty();
        assertThat(TimeAgo.of("soon", now)).isEmpty();
        assertThat(TimeAgo.of("999999999999d", now)).isEmpty();
        assertThat(TimeAgo.of("-999999999-01-01T00:00:00Z", now)).isEmpty();
        assertThat(PositionRule.JOURNAL_EVENTS.value("-999999999-01-01T00:00:00Z", now))
                .isEmpty();
    }

    @Test
    void restart_goes_on_with_what_failed_and_with_nothing_else() {
        assertThat(ajour.ajour("restart", "journal-events").out()).contains("nothing to restart");
        ajour.sandbox().helseId().rejectScope("nhn:jft/api", LYKKEBY);
        assertThat(ajour.ajour("run", "journal-events").exitCode()).isEqualTo(40);
        long failed = run("failed");
        long completed = run("completed");

        var notNeeded = ajour.ajour("restart", String.valueOf(completed));
        assertThat(notNeeded.exitCode()).isEqualTo(64);
        assertThat(notNeeded.err()).contains("ajour run journal-events");
        assertThat(ajour.ajour("restart", "journal-events", "--tenant", MYRDAL).out())
                .contains("nothing to restart");
        assertThat(ajour.ajour("restart", "9999").exitCode()).isEqualTo(64);

        var again = Shown.fit(ajour.ajour("restart", "journal-events"));
        assertThat(again.exitCode()).isEqualTo(40);
        assertThat(again.out()).contains(LYKKEBY).doesNotContain(MYRDAL + " ");
        assertThat(ajour.database()
                        .sql("select restart_of from ajour.run where kind = 'restart'")
                        .query(Long.class)
                        .list())
                .containsExactly(failed);
        assertThat(rows.actions())
                .containsExactly("kari | restart | {\"job\": \"journal-events\", \"runs\": [" + failed + "]}");
    }

    @Test
    void position_is_set_in_one_transaction_with_its_record() {
        long run = rows.completed("journal-events", LYKKEBY, Duration.ofMinutes(1));
        ajour.database()
                .sql(
                        "insert into ajour.position values ('journal-events', ?, 'Bundle', '2026-01-02T00:00:00Z', now(), ?)")
                .params(LYKKEBY, run)
                .update();
        ajour.database()
                .sql(
                        "insert into ajour.unfinished_walk values ('journal-events', ?, 'Bundle', null, 'x', now(), now(), now(), ?)")
                .params(LYKKEBY, run)
                .update();

        var result = Shown.fit(
                set("2026-01-01T01:00:00+01:00", "--why", "JFT lost its index", "--confirm", "journal-events"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("old  2026-01-02T00:00:00Z")
                .contains("new  2026-01-01T00:00:00Z")
                .contains("Back:")
                .contains("Done.");
        assertThat(positions()).containsExactly("2026-01-01T00:00:00Z");
        assertThat(ajour.database()
                        .sql("select count(*) from ajour.unfinished_walk")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(rows.actions())
                .singleElement()
                .asString()
                .contains("positions set", "2026-01-02T00:00:00Z", "JFT lost its index");
        assertThat(Shown.fit(ajour.ajour("positions", "show", "journal-events")).out())
                .contains("Bundle")
                .contains("2026-01-01T00:00:00Z");
        assertThat(JsonMapper.shared()
                        .readTree(ajour.ajour("positions", "show", "--json").out())
                        .get(0)
                        .get("position")
                        .get("value")
                        .asString())
                .isEqualTo("2026-01-01T00:00:00Z");

        assertThat(set("2026-02-01T00:00:00Z", "--why", "x", "--confirm", "journal-events")
                        .out())
                .contains("AHEAD");
        assertThat(set("none", "--why", "x", "--confirm", "journal-events").out())
                .contains("everything that JFT has is read again");
        assertThat(positions()).isEmpty();
    }

    @Test
    void position_is_not_set_without_a_reason_a_confirmation_or_a_value_that_can_be_one() {
        assertThat(set("2026-01-01T00:00:00Z", "--confirm", "journal-events").err())
                .contains("--why");
        assertThat(set("2026-01-01T00:00:00Z", "--why", "x").err()).contains("--confirm journal-events");
        assertThat(set("2026-01-01T00:00:00Z", "--why", "x", "--confirm", "journal")
                        .exitCode())
                .isEqualTo(64);
        for (var wrong : List.of("yesterday", "2026-01-01", "2999-01-01T00:00:00Z")) {
            assertThat(set(wrong, "--why", "x", "--confirm", "journal-events").exitCode())
                    .isEqualTo(64);
        }
        assertThat(ajour.ajour("positions", "set", "journal-events", "national", "Bundle", "none", "--why", "x")
                        .err())
                .contains(LYKKEBY);
        assertThat(ajour.ajour("positions", "set", "digital-active", "national", "Bundle", "none", "--why", "x")
                        .err())
                .contains("offset");
        assertThat(positions()).isEmpty();
        assertThat(rows.actions()).isEmpty();
    }

    @Test
    void position_is_not_set_while_a_run_holds_the_lease() {
        ajour.database()
                .sql(
                        "insert into ajour.lease values ('journal-events', ?, 9, 'other', now(), now() + interval '1 min')")
                .param(LYKKEBY)
                .update();

        var result = set("2026-01-01T00:00:00Z", "--why", "x", "--confirm", "journal-events");

        assertThat(result.exitCode()).isEqualTo(20);
        assertThat(result.err()).contains("has been running in other");
        assertThat(positions()).isEmpty();
        assertThat(rows.actions()).isEmpty();
    }

    private Installation.Result set(String value, String... more) {
        var arguments = new ArrayList<>(List.of("positions", "set", "journal-events", LYKKEBY, "Bundle", value));
        arguments.addAll(List.of(more));
        return ajour.ajour(arguments.toArray(String[]::new));
    }

    private List<String> positions() {
        return ajour.database()
                .sql("select value from ajour.position")
                .query(String.class)
                .list();
    }

    private long run(String state) {
        return ajour.database()
                .sql("select id from ajour.run where state = ?")
                .param(state)
                .query(Long.class)
                .single();
    }
}
