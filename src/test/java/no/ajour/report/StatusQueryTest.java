package no.ajour.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import no.ajour.run.JobSettings;
import no.ajour.run.Jobs;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class StatusQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String LYKKEBY = "310000019";

    private HikariDataSource database;
    private JdbcClient jdbc;
    private StatusQuery status;

    @BeforeEach
    void connect() {
        database = Postgres.freshDatabase();
        jdbc = JdbcClient.create(database);
        var settings = settings();
        var jobs =
                new Jobs(Map.of("acknowledgements", settings, "digital-active", settings, "journal-events", settings));
        status = new StatusQuery(jdbc, jobs, new OffsetLimit(Duration.ofDays(85)), InstantSource.fixed(NOW));
    }

    private static JobSettings settings() {
        var standard = JobSettings.standard();
        return new JobSettings(
                true,
                "",
                standard.timeZone(),
                List.of(),
                standard.deadline(),
                standard.errorBudget(),
                Duration.ofHours(2));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void job_is_late_from_its_last_success_on_whatever_failed_since() {
        run("journal-events", "run", "completed", Duration.ofHours(3));
        run("journal-events", "run", "failed", Duration.ofMinutes(10));

        var row = of("journal-events");

        assertThat(row.state()).isEqualTo(State.FAILED);
        assertThat(row.lateSince()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        run("journal-events", "restart", "completed", Duration.ofMinutes(1));
        assertThat(of("journal-events").lateSince()).isNull();
    }

    @Test
    void operators_orders_are_no_success_of_the_job() {
        run("journal-events", "run", "completed", Duration.ofHours(3));
        run("journal-events", "retry", "completed", Duration.ofMinutes(10));

        assertThat(of("journal-events").lateSince()).isNotNull();
        assertThat(of("journal-events").state()).isEqualTo(State.OK);
    }

    @Test
    void job_that_never_succeeded_is_late_from_the_tenants_first_run_of_any_job() {
        assertThat(of("acknowledgements").lateSince())
                .as("nothing is known of the tenant yet")
                .isNull();
        run("digital-active", "run", "failed", Duration.ofHours(5));

        assertThat(of("digital-active").lateSince()).isEqualTo(NOW.minus(Duration.ofHours(3)));
        assertThat(of("acknowledgements").lateSince()).isEqualTo(NOW.minus(Duration.ofHours(3)));
        assertThat(of("acknowledgements").state()).isEqualTo(State.NEVER_RUN);
    }

    @Test
    void run_without_a_live_lease_is_dead_and_an_order_under_way_is_running() {
        jdbc.sql("insert into ajour.run (job, tenant, token) values ('journal-events', ?, 4)")
                .param(LYKKEBY)
                .update();
        assertThat(of("journal-events").state()).isEqualTo(State.DIED);

        jdbc.sql("insert into ajour.lease values ('journal-events', ?, 5, 'x', now(), now() + interval '1 min')")
                .param(LYKKEBY)
                .update();
        assertThat(of("journal-events").state()).isEqualTo(State.RUNNING);
        assertThat(of("journal-events").runningSince()).isNotNull();
    }

    @Test
    void what_is_open_is_counted_for_its_own_tenant_and_job() {
        long run = run("journal-events", "run", "completed", Duration.ofMinutes(1));
        jdbc.sql("insert into ajour.tenant (orgnr, name) values (?, 'x'), ('310000027', 'y')")
                .param(LYKKEBY)
                .update();
        jdbc.sql("""
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                                                 unmatched, resource, received_at, changed_at, synced_at, run_id)
                        select tenant.id, 'Bundle', n::text, now(), '', 'no-number', '{}', now(), now(), now(), ?
                        from ajour.tenant cross join generate_series(1, 6) as n
                        """).param(run).update();
        jdbc.sql("""
                        insert into ajour.acknowledgement (event_id, tenant_id, journaled_version, state)
                        select id, tenant_id, 1,
                               (array['pending', 'pending', 'sending', 'accepted', 'confirmed', 'failed'])[resource_id::int]
                        from ajour.event
                        """).update();
        jdbc.sql(
                        "insert into ajour.unfinished_walk values ('journal-events', ?, 'Bundle', null, 'x', now(), null, now(), ?)")
                .params(LYKKEBY, run)
                .update();

        assertThat(of("acknowledgements").waiting()).isEqualTo(2);
        assertThat(of("acknowledgements").unconfirmed()).isEqualTo(2);
        assertThat(of("journal-events").waiting()).isZero();
        assertThat(of("journal-events").unfinishedWalks()).isEqualTo(1);
    }

    @Test
    void job_that_runs_once_for_all_has_one_row_before_it_has_run_and_after() {
        var settings = settings();
        var both = new StatusQuery(
                jdbc,
                new Jobs(Map.of("housekeeping", settings, "journal-events", settings)),
                new OffsetLimit(Duration.ofDays(85)),
                InstantSource.fixed(NOW));
        for (var state : List.of(State.NEVER_RUN, State.OK)) {
            assertThat(both.read(List.of(LYKKEBY, "310000027")).stream()
                            .filter(row -> row.job().equals("housekeeping")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.tenant()).isEqualTo("national"))
                    .satisfies(row -> assertThat(row.state()).isEqualTo(state));
            jdbc.sql("""
                            insert into ajour.run (job, tenant, token, state, exit_code, ended_at)
                            values ('housekeeping', 'national', 1, 'completed', 0, clock_timestamp())
                            """).update();
        }
    }

    @Test
    void hundred_thousand_runs_of_357_tenants_are_not_read_through() {
        jdbc.sql("""
                        insert into ajour.run (job, tenant, token, state, exit_code, started_at, ended_at)
                        select (array['acknowledgements', 'digital-active', 'journal-events'])[1 + n % 3],
                               (310000000 + n / 3 % 357)::text, n, 'completed', 0,
                               :now::timestamptz - (100000 - n) * interval '1 min',
                               :now::timestamptz - (100000 - n) * interval '1 min'
                        from generate_series(1, 100000) as n
                        """).param("now", NOW.toString()).update();
        jdbc.sql("analyze ajour.run").update();
        var tenants = IntStream.range(0, 357)
                .mapToObj(n -> String.valueOf(310_000_000 + n))
                .toList();
        status.read(tenants);

        long begun = System.nanoTime();
        assertThat(status.read(tenants)).hasSize(3 * 357);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        var plan = jdbc.sql("explain analyze " + StatusQuery.STATUS)
                .param("jobs", new String[] {"acknowledgements", "digital-active", "journal-events"})
                .param("onceForAll", new String[0])
                .param("tenants", tenants.toArray(String[]::new))
                .query(String.class)
                .list();
        assertThat(plan).noneMatch(line -> line.contains("Seq Scan on run"));
    }

    private JobStatus of(String job) {
        return status.read(List.of(LYKKEBY)).stream()
                .filter(row -> row.job().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private long run(String job, String kind, String state, Duration ago) {
        return jdbc.sql("""
                        insert into ajour.run (job, tenant, token, kind, state, exit_code, started_at, ended_at)
                        values (:job, :tenant, 1, :kind, :state, 0, :at::timestamptz, :at::timestamptz) returning id
                        """)
                .param("job", job)
                .param("tenant", LYKKEBY)
                .param("kind", kind)
                .param("state", state)
                .param("at", NOW.minus(ago).toString())
                .query(Long.class)
                .single();
    }
}
