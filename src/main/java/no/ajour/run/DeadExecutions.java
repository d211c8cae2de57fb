package no.ajour.run;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What killed processes left standing as started in Spring Batch's tables. Called only with the lease in hand: whatever
 * ran for this job and tenant before is dead then, and nothing alive is ever touched.
 *
 * <p>Not {@code JobOperator.recover}: that leaves status UNKNOWN alone, which an execution has whose database went away.
 * Nothing here is unknown, since rows and position commit together.
 */
final class DeadExecutions {
    private final JobRepository repository;
    private final JdbcClient jdbc;

    DeadExecutions(JobRepository repository, JdbcClient jdbc) {
        this.repository = repository;
        this.jdbc = jdbc;
    }

    /** Ends them as failed, so that their runs can be restarted. Returns how many there were. */
    int end(String job, String tenant) {
        var dead = jdbc.sql("""
                        select e.job_execution_id
                        from batch.batch_job_execution e
                        join batch.batch_job_execution_params p
                            on p.job_execution_id = e.job_execution_id and p.parameter_name = 'run'
                        join ajour.run r on r.id = p.parameter_value::bigint
                        where e.job_execution_id in (
                                select job_execution_id from batch.batch_job_execution
                                where status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')
                                union
                                select job_execution_id from batch.batch_step_execution
                                where status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN'))
                          and r.job = :job and r.tenant = :tenant
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .query(Long.class)
                .list();
        for (long id : dead) {
            var execution = repository.getJobExecution(id);
            if (execution != null) {
                end(execution);
            }
        }
        return dead.size();
    }

    private void end(JobExecution execution) {
        // As Spring Batch itself writes its times.
        var now = LocalDateTime.now(ZoneId.systemDefault());
        for (var step : execution.getStepExecutions()) {
            if (isOpen(step.getStatus())) {
                step.setStatus(BatchStatus.FAILED);
                step.setEndTime(now);
                repository.update(step);
            }
        }
        if (isOpen(execution.getStatus())) {
            execution.setStatus(BatchStatus.FAILED);
            execution.setEndTime(now);
            repository.update(execution);
        }
    }

    private static boolean isOpen(BatchStatus status) {
        return status.isRunning() || status == BatchStatus.UNKNOWN;
    }
}
