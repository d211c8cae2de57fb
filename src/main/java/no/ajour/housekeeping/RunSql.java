package no.ajour.housekeeping;

/**
 * The statements that delete runs and what Spring Batch keeps of them.
 *
 * <p>A run and the restarts that went on with it are deleted together, since each needs the steps of those before. None of
 * them may be needed: not under way, not the newest of its job and tenant, which {@code restart} goes on with, nor the
 * newest that completed, which {@code status} counts from.
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
                select run.id, run.batch_job_execution_id from ajour.run join family on family.id = run.id
                union all
                select run.id, run.batch_job_execution_id from ajour.run join family on family.id = run.restart_of
            )
            """;

    private static final String FAMILIES = """
            with family as materialized (
                select first.id from ajour.run first
                where first.restart_of is null and first.ended_at < :before
            """;

    private static final String DELETE_EXECUTIONS = """
            , step as materialized (
                select s.step_execution_id from batch.batch_step_execution s
                join execution on execution.id = s.job_execution_id
            ), step_contexts as (
                delete from batch.batch_step_execution_context c using step where c.step_execution_id = step.step_execution_id
            ), steps as (
                delete from batch.batch_step_execution s using step where s.step_execution_id = step.step_execution_id
            ), contexts as (
                delete from batch.batch_job_execution_context c using execution where c.job_execution_id = execution.id
            ), parameters as (
                delete from batch.batch_job_execution_params p using execution where p.job_execution_id = execution.id
            ), executions as (
                delete from batch.batch_job_execution e using execution where e.job_execution_id = execution.id
                returning e.job_execution_id
            ), instances as (
                delete from batch.batch_job_instance i
                where i.job_instance_id in (select instance_id from execution)
                  and not exists (select from batch.batch_job_execution e
                                  where e.job_instance_id = i.job_instance_id
                                    and e.job_execution_id not in (select id from execution))
            )
            """;

    /** Steps, and what each counted; the balance sheet stays with the run. Counts runs. */
    static final String STEPS = FAMILIES + "      and first.batch_job_execution_id is not null\n" + OLD_AND_NOT_NEEDED
            + """
            , execution as materialized (
                select e.job_execution_id as id, e.job_instance_id as instance_id
                from batch.batch_job_execution e
                where e.job_instance_id in (
                    select known.job_instance_id from batch.batch_job_execution known
                    join member on member.batch_job_execution_id = known.job_execution_id)
            )
            """ + DELETE_EXECUTIONS + """
            , tallies as (
                delete from ajour.tally t using member where t.run_id = member.id
            ), emptied as (
                update ajour.run set batch_job_execution_id = null from member where run.id = member.id
                returning 1
            )
            select count(*) from emptied
            """;

    /** Runs with their balance sheets. Counts them. */
    static final String RUNS = FAMILIES + OLD_AND_NOT_NEEDED + """
            , deleted as (
                delete from ajour.run using member where run.id = member.id returning 1
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
                  and not exists (
                      select from batch.batch_job_execution_params p
                      join ajour.run on run.id = p.parameter_value::bigint
                      where p.job_execution_id = e.job_execution_id and p.parameter_name = 'run')
                order by e.create_time
                limit :size
            )
            """ + DELETE_EXECUTIONS + "select count(*) from executions";

    private RunSql() {}
}
