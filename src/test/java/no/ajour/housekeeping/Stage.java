package no.ajour.housekeeping;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.database.DatabaseConfiguration;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.RunConfiguration;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.tenant.Tenant;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The job with the rights of jobs and no more, and rows of any age. Starting it takes seconds: tests share one. */
final class Stage implements AutoCloseable {
    static final String LYKKEBY = "310000019";

    @Configuration(proxyBeanMethods = false)
    @Import({DatabaseConfiguration.class, RunConfiguration.class, HousekeepingConfiguration.class})
    static class App {}

    private final HikariDataSource superuser = Postgres.quietDatabase();
    private final Login login = Login.in(superuser, "ajour_job");
    private final ConfigurableApplicationContext context;
    private int persons;

    /** As whoever owns everything. */
    final JdbcClient jdbc = JdbcClient.create(superuser);

    /** Properties such as {@code ajour.jobs.housekeeping.batch-size=2} come in place of the defaults. */
    Stage(InstantSource clock, String... properties) {
        // A test that waits for a lock of its own fails.
        update("alter database " + superuser.getPoolName() + " set lock_timeout = '20s'");
        superuser.getHikariPoolMXBean().softEvictConnections();
        var all = new ArrayList<>(List.of(
                "--spring.datasource.url=" + superuser.getJdbcUrl(),
                "--spring.datasource.username=" + login.name(),
                "--spring.datasource.password=" + login.password()));
        List.of(properties).forEach(property -> all.add("--" + property));
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(given -> given.getBeanFactory().registerSingleton("clock", clock))
                .run(all.toArray(String[]::new));
    }

    /** Forgets everything, but for one municipality. */
    void reset() {
        update("""
                truncate ajour.tenant, ajour.run, ajour.tally, ajour.dead_letter, ajour.change, ajour.patient, ajour.lease,
                    batch.batch_job_instance
                restart identity cascade
                """);
        update("update ajour.feed set pruned_era = null, pruned_xid = null, pruned_id = null");
        update("insert into ajour.tenant (orgnr, name) values ('" + LYKKEBY + "', 'Lykkeby')");
        persons = 0;
    }

    Outcome run() {
        return runner().run(job(), List.of(tenant()), RunOrder.now(false), ended -> {})
                .getFirst();
    }

    Outcome restart() {
        return runner().restart(job(), runner().newest("housekeeping"), List.of(tenant()), ended -> {})
                .getFirst();
    }

    JobRunner runner() {
        return context.getBean(JobRunner.class);
    }

    SyncJob job() {
        return context.getBean(SyncJob.class);
    }

    static Tenant tenant() {
        return new Tenant(LYKKEBY, "Lykkeby", null, Tenant.Acknowledge.JOURNALED);
    }

    /** A person on the list. */
    long listed() {
        return id("insert into ajour.patient (tenant_id, nin) values (1, '" + SyntheticNin.number(persons++)
                + "') returning id");
    }

    /** A person who left the list so long ago. */
    long delisted(String ago) {
        long person = listed();
        update("update ajour.patient set listed = false, delisted_at = now() - interval '" + ago + "' where id = "
                + person);
        return person;
    }

    /** A person who was met in an event so long ago. */
    long met(String ago) {
        long person = listed();
        update("update ajour.patient set listed = false, listed_at = null, synced_at = now() - interval '" + ago
                + "' where id = " + person);
        return person;
    }

    /** An event of a person; it waits. */
    long event(long person) {
        return id("""
                insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest, patient_id,
                                         resource, received_at, changed_at, synced_at, run_id)
                select 1, 'Composition', 'c-' || (select count(*) from ajour.event), now(), 'digest', %d,
                       '{"resourceType": "Composition", "title": "Tilsyn"}', now(), now(), now(), 1
                returning id
                """.formatted(person));
    }

    /** An event that the EHR has journaled and JFT has confirmed, both so long ago. */
    long confirmed(long person, String ago) {
        long event = event(person);
        acknowledged(event, "confirmed", ago);
        return event;
    }

    void acknowledged(long event, String state, String ago) {
        update("""
                insert into ajour.acknowledgement (event_id, tenant_id, state, journaled_version, journaled_at, confirmed_at)
                select id, tenant_id, '%1$s', version, now() - interval '%2$s',
                       case '%1$s' when 'confirmed' then now() - interval '%2$s' end
                from ajour.event where id = %3$d
                """.formatted(state, ago, event));
    }

    /** A run that ended so long ago, with a step and what that counted. */
    long ended(String job, String tenant, String kind, String state, String ago) {
        long run = id("""
                insert into ajour.run (job, tenant, token, kind, state, exit_code, started_at, ended_at, balance)
                values ('%s', '%s', 1, '%s', '%s', 0, now() - interval '%5$s', now() - interval '%5$s', '{"pages": 7}')
                returning id
                """.formatted(job, tenant, kind, state, ago));
        executed(run, run, ago);
        return run;
    }

    /**
     * What Spring Batch writes when a run's steps are executed.
     *
     * @param instance the run whose steps they are: itself, or the one that it restarted
     */
    void executed(long run, long instance, String ago) {
        update("""
                insert into batch.batch_job_instance (job_instance_id, version, job_name, job_key)
                values (%1$d, 0, 'job', '%1$d') on conflict do nothing
                """.formatted(instance));
        update("""
                insert into batch.batch_job_execution (job_execution_id, version, job_instance_id, create_time, status)
                values (%d, 0, %d, now() - interval '%s', 'FAILED')
                """.formatted(run, instance, ago));
        update("insert into batch.batch_job_execution_params values (%d, 'run', 'java.lang.Long', '%d', 'Y')"
                .formatted(run, instance));
        update("insert into batch.batch_job_execution_context values (%d, '{}', null)".formatted(run));
        update("""
                insert into batch.batch_step_execution (step_execution_id, version, step_name, job_execution_id, create_time)
                values (%1$d, 0, 'step', %1$d, now())
                """.formatted(run));
        update("insert into batch.batch_step_execution_context values (%d, '{}', null)".formatted(run));
        update("insert into ajour.tally select id, 'PAGES', id, 'step', 7 from ajour.run where id = " + run);
        update("update ajour.run set batch_job_execution_id = %1$d where id = %1$d".formatted(run));
    }

    void restartOf(long run, long first) {
        update("update ajour.run set restart_of = %d where id = %d".formatted(first, run));
        update("update batch.batch_job_execution set job_instance_id = %d where job_execution_id = %d"
                .formatted(first, run));
        update("update batch.batch_job_execution_params set parameter_value = '%d' where job_execution_id = %d"
                .formatted(first, run));
        update("delete from batch.batch_job_instance where job_instance_id = " + run);
    }

    long id(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    long count(String table) {
        return id("select count(*) from " + table);
    }

    List<Long> ids(String sql) {
        return jdbc.sql(sql).query(Long.class).list();
    }

    List<String> texts(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    int update(String sql) {
        return jdbc.sql(sql).update();
    }

    /** A session of somebody else's. */
    Connection session() throws SQLException {
        return superuser.getConnection();
    }

    @Override
    public void close() {
        context.close();
        login.close();
        superuser.close();
    }
}
