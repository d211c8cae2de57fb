package no.ajour.housekeeping;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import no.ajour.run.Equation;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes what has been kept long enough, once for all tenants: a step a kind, patients' data first. What is left when a run
 * ends early, the next one finds.
 */
final class HousekeepingJob implements SyncJob {
    private static final String LETTERS = """
            with old as materialized (
                select id from ajour.dead_letter where closed_at < :before
                order by closed_at limit :size
                for update skip locked
            ), deleted as (
                delete from ajour.dead_letter where id = any (array(select id from old)) returning 1
            )
            select count(*) from deleted
            """;

    // The time once more, since one that was kept anew meanwhile is not old.
    private static final String PAYLOADS = """
            with deleted as (
                delete from ajour.dead_letter_payload
                where stored_at < :before
                  and letter_id = any (array(
                      select letter_id from ajour.dead_letter_payload where stored_at < :before
                      order by stored_at limit :size))
                returning 1
            )
            select count(*) from deleted
            """;

    // Done with: registered, refused or withdrawn. That the event was queued stays, so that queued again it is nothing
    // new.
    private static final String OUTGOING = """
            with old as materialized (
                select id from ajour.outgoing_event
                where closed_at < :before and resource_deleted_at is null
                order by closed_at, id limit :size
                for update skip locked
            ), emptied as (
                update ajour.outgoing_event o
                set body = null, resource_deleted_at = clock_timestamp(), patient_id = null
                from old where o.id = old.id
                returning 1
            )
            select count(*) from emptied
            """;

    private static final String CHANGES = "select ajour.forget_changes(:before, :size)";

    private static final Equation GONE_OR_NEEDED_RESOURCES =
            Equation.of(Line.EXAMINED, Line.DELETED_RESOURCES, Line.STILL_NEEDED);
    private static final Equation GONE_OR_NEEDED_PATIENTS =
            Equation.of(Line.EXAMINED, Line.DELETED_PATIENTS, Line.STILL_NEEDED);

    private final Steps steps;
    private final JdbcClient jdbc;
    private final Ages ages;
    private final HousekeepingSettings settings;

    HousekeepingJob(Steps steps, JdbcClient jdbc, InstantSource clock, HousekeepingSettings settings) {
        this.steps = steps;
        this.jdbc = jdbc;
        this.ages = new Ages(jdbc, clock);
        this.settings = settings;
    }

    @Override
    public String name() {
        return "housekeeping";
    }

    @Override
    public boolean national() {
        return true;
    }

    @Override
    public List<Step> nationalSteps(Run run) {
        var keep = settings.keep();
        int size = settings.batchSize();
        return List.of(
                steps.rounds(
                        run,
                        "resources",
                        new Resources(jdbc, ages, keep.acknowledgedEvents(), size),
                        GONE_OR_NEEDED_RESOURCES),
                old(run, "outgoing-events", keep.outgoingEvents(), Line.DELETED_OUTGOING, OUTGOING),
                steps.rounds(
                        run,
                        "patients",
                        new Patients(jdbc, ages, keep.delistedPatients(), size),
                        GONE_OR_NEEDED_PATIENTS),
                old(run, "payloads", keep.deadLetterPayloads(), Line.DELETED_PAYLOADS, PAYLOADS),
                old(run, "dead-letters", keep.closedDeadLetters(), Line.DELETED_LETTERS, LETTERS),
                old(run, "changes", keep.changes(), Line.DELETED_CHANGES, CHANGES),
                old(run, "run-steps", keep.runSteps(), Line.DELETED_STEPS, RunSql.STEPS),
                old(run, "runs", keep.runs(), Line.DELETED_RUNS, RunSql.RUNS),
                old(run, "executions", keep.runs(), Line.DELETED_EXECUTIONS, RunSql.ORPHANS));
    }

    /** None: what is old does not depend on whose it is. */
    @Override
    public List<Step> steps(Run run, Tenant tenant) {
        return List.of();
    }

    private Step old(Run run, String name, Duration keep, Line line, String sql) {
        return steps.rounds(run, name, new OldRows(jdbc, ages, keep, settings.batchSize(), line, sql));
    }
}
