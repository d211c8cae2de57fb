package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The history of runs, and stopping one that is under way. */
class RunsAndStopTest {
    private static final String LYKKEBY = "310000019";

    private Installation ajour;
    private Rows rows;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"));
        rows = new Rows(ajour.database());
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void history_is_newest_first_and_one_run_has_its_steps_and_books() {
        ajour.sandbox()
                .jft()
                .add(LYKKEBY, new EventFactory(InstantSource.system(), 3).composition(SyntheticNin.number(1)));
        assertThat(ajour.ajour("runs").out()).contains("No runs yet.");
        ajour.ajour("run", "journal-events");
        rows.run("digital-active", LYKKEBY, "failed", 30, "Helsenorge is down. ".repeat(20), Duration.ofHours(1));

        var all = Shown.fit(ajour.ajour("runs")).out();
        assertThat(all.indexOf("digital-active")).isLessThan(all.indexOf("journal-events"));
        assertThat(all).contains("Helsenorge is down.").contains("…").contains("completed");
        assertThat(ajour.ajour("runs", "--failed").out())
                .contains("digital-active")
                .doesNotContain("journal-events");
        assertThat(ajour.ajour("runs", "journal-events").out()).doesNotContain("digital-active");
        assertThat(ajour.ajour("runs", "--limit", "1").out()).doesNotContain("journal-events");
        assertThat(ajour.ajour("runs", "journal").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("runs", "77").exitCode()).isEqualTo(64);

        var one = Shown.fit(ajour.ajour("runs", "1")).out();
        assertThat(one)
                .contains("Run 1: run of journal-events for " + LYKKEBY)
                .containsPattern("events-composition +completed")
                .contains("received 1, ")
                .contains("Balance sheet");
        assertThat(ajour.ajour("runs", "--run", "1").out()).isEqualTo(one);

        var json =
                JsonMapper.shared().readTree(ajour.ajour("runs", "1", "--json").out());
        assertThat(json.get("run").get("balance").get("received").asInt()).isEqualTo(1);
        assertThat(json.get("steps").get(0).get("commits").asInt()).isPositive();
        var array = JsonMapper.shared().readTree(ajour.ajour("runs", "--json").out());
        assertThat(array.size()).isEqualTo(2);
        assertThat(array.get(0).get("state").asString()).isEqualTo("failed");
    }

    @Test
    void run_as_json_gives_its_outcomes() {
        var result = ajour.ajour("run", "journal-events", "--json");

        var json = JsonMapper.shared().readTree(result.out());
        assertThat(json.get(0).get("outcome").asString()).isEqualTo("done");
        assertThat(json.get(0).get("exitCode").asInt()).isZero();
        assertThat(json.get(0).get("run").asLong()).isEqualTo(1);
    }

    @Test
    void stop_ends_a_run_elsewhere_and_waits_for_it() throws Exception {
        var run = underWay();

        var stop = Shown.fit(ajour.ajour("stop", "journal-events", "--by", "ola", "--why", "maintenance"));

        assertThat(stop.exitCode()).isZero();
        assertThat(stop.out()).contains("Run 1 (journal-events, " + LYKKEBY + "): stopped, exit code 143");
        assertThat(run.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(143);
        assertThat(rows.actions()).containsExactly("ola | stop | {\"job\": \"journal-events\"} | maintenance");
        ajour.sandbox().faults().clear();
        assertThat(ajour.ajour("restart", "1").exitCode()).isZero();
    }

    @Test
    void stop_of_one_run_by_number_says_how_it_ended() throws Exception {
        var run = underWay();

        var stop = ajour.ajour("stop", "1", "--json");

        assertThat(stop.exitCode()).isZero();
        assertThat(JsonMapper.shared().readTree(stop.out()).get(0).get("state").asString())
                .isEqualTo("stopped");
        assertThat(run.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(143);
    }

    @Test
    void stop_with_nothing_to_stop_says_so() {
        assertThat(ajour.ajour("stop", "journal-events").out()).contains("Nothing is running.");
        assertThat(ajour.ajour("stop", "journal").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("stop", "12").exitCode()).isEqualTo(64);
    }

    @Test
    void run_that_does_not_end_in_time_is_30_and_named_with_its_process() {
        ajour.set("ajour.run.stop-within", "1s").set("ajour.run.drain-within", "500ms");
        ajour.database()
                .sql(
                        "insert into ajour.lease values ('journal-events', ?, 1, 'pod-7 process 1', now(), now() + interval '1 h')")
                .param(LYKKEBY)
                .update();

        var stop = Shown.fit(ajour.ajour("stop", "journal-events"));

        assertThat(stop.exitCode()).isEqualTo(30);
        assertThat(stop.out()).contains("pod-7 process 1").contains(LYKKEBY);
    }

    private FutureTask<Installation.Result> underWay() {
        ajour.set("ajour.jobs.journal-events.page-size", "1").set("ajour.jobs.journal-events.walks-at-once", "1");
        var events = new EventFactory(InstantSource.system(), 3);
        for (int i = 0; i < 200; i++) {
            ajour.sandbox().jft().add(LYKKEBY, events.composition(SyntheticNin.number(i)));
        }
        ajour.sandbox().faults().on(Sandbox.JFT_READ).always().latency(Duration.ofMillis(100));
        var run = new FutureTask<>(() -> ajour.ajour("run", "journal-events"));
        Thread.ofPlatform().daemon().start(run);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ajour.database()
                .sql("select exists (select from ajour.event)")
                .query(Boolean.class)
                .single());
        return run;
    }
}
