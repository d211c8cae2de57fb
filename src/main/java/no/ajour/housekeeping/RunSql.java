package no.ajour.housekeeping;

/**
 * The statements that delete runs and what Spring Batch keeps of them.
 *
 * <p>A run and the restarts that went on with it are deleted together, since each needs the steps of those before. None of
 * them may be needed: not under way, not the newest of its job and tenant, which {@code restart} goes on with, nor the
 * newest that completed, which {@code status} counts from.
 *
 * <p>What one part of a statement finds goes to the next as an array: the planner takes a common table for a tenth of a
 * table when it does not know the limit, and would read all of the next one.
 */
final class RunSql {

    // A run that is being restarted at this moment is locked by the restart's reference to it.
    private static final String OLD_AND_NOT_NEEDED = """
                  and (select bool_and(
                           member.ended_at < :before
                           and case
                                   when member.kind not in ('run', 'restart') then true
                                   when member.state = 'completed' then exists (
                                       select from ajour.run newer
                                       where newer.job = member.job and newer.tenant = member.tenant
                                         and newer.id > member.id and newer.state = 'completed'
                                         and newer.kind in ('run', 'restart'))
                                   else exists (
                                       select from ajour.run newer
                                       where newer.job = member.job and newer.tenant = member.tenant
                                         and newer.id > member.id and newer.kind in ('run', 'restart'))
                               end)
                       from (select first.id, first.job, first.tenant, first.kind, first.state, first.ended_at
                             union all
                             select id, job, tenant, kind, state, coalesce(ended_at, 'infinity') from ajour.run
                             where restart_of = first.id) as member)
                order by first.ended_at
                limit :size
                for update of first skip locked
            ), member as materialized (
                select id, batch_job_execution_id from ajour.run where id = any (array(select id from family))
                union all
                select id, batch_job_execution_id from ajour.run where restart_of = any (array(select id from family))
            )
            """;

    private static final String FAMILIES = """
            with family as materialized (
                select first.id from ajour.run first
                where first.restart_of is null and first.ended_at < :before
            """;

    private static final String DELETE_EXECUTIONS = """
            , step as materialized (
                select step_execution_id as id from batch.batch_step_execution
                where job_execution_id = any (array(select id from execution))
            ), step_contexts as (
                delete from batch.batch_step_execution_context where step_execution_id = any (array(select id from step))
            ), steps as (
                delete from batch.batch_step_execution where step_execution_id = any (array(select id from step))
            ), contexts as (
                delete from batch.batch_job_execution_context where job_execution_id = any (array(select id from execution))
            ), parameters as (
                delete from batch.batch_job_execution_params where job_execution_id = any (array(select id from execution))
            ), executions as (
                delete from batch.batch_job_execution where job_execution_id = any (array(select id from execution))
                returning 1
            ), instances as (
                delete from batch.batch_job_instance i
                where i.job_instance_id = any (array(select instance_id from execution))
                  and not exists (select from batch.batch_job_execution e
                                  where e.job_instance_id = i.job_instance_id
                                    and e.job_execution_id <> all (array(select id from execution)))
            )
            """;

    /** Steps, and what each counted; the balance sheet stays with the run. Counts runs. */
    static final String STEPS = FAMILIES + "      and first.batch_job_execution_id is not null\n" + OLD_AND_NOT_NEEDED
            + """
            , execution as materialized (
                select e.job_execution_id as id, e.job_instance_id as instance_id
                from batch.batch_job_execution e
                where e.job_instance_id = any (array(
                    select known.job_instance_id from batch.batch_job_execution known
                    where known.job_execution_id = any (array(select batch_job_execution_id from member))))
            )
            """ + DELETE_EXECUTIONS + """
            , tallies as (
                delete from ajour.tally where run_id = any (array(select id from member))
            ), emptied as (
                update ajour.run set batch_job_execution_id = null where id = any (array(select id from member))
                returning 1
            )
            select count(*) from emptied
            """;

    /** Runs with their balance sheets. Counts them. */
    static final String RUNS = FAMILIES + OLD_AND_NOT_NEEDED + """
            , deleted as (
                delete from ajour.run where id = any (array(select id from member)) returning 1
            )
            select count(*) from deleted
            """;

    // Spring Batch writes local time without a zone: hours do not matter where the run itself is gone.
    /** Executions whose run is gone. Counts them. */
    static final String ORPHANS = """
            with execution as materialized (
                select e.job_execution_id as id, e.job_instance_id as instance_id
                from batch.batch_job_execution e
                where e.create_time < :before::timestamptz at time zone 'UTC'
                  -- Row by row: those that are as old have a run, and are few.
                  and coalesce((
                      select false from batch.batch_job_execution_params p
                      join ajour.run on run.id = p.parameter_value::bigint
                      where p.job_execution_id = e.job_execution_id and p.parameter_name = 'run'
                      limit 1), true)
                order by e.create_time
                limit :size
            )
            """ + DELETE_EXECUTIONS + "select count(*) from executions";

    private RunSql() {}
}
