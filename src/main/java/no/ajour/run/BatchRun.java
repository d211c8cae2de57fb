package no.ajour.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/**
 * Executes a run's steps in Spring Batch. A run's number is its job's only parameter, so that each is a job instance of
 * its own, whatever became of the runs before it; a restart has the number of the run that it goes on with.
 */
final class BatchRun {
    private final JobOperator operator;
    private final JobRepository repository;
    private final Runs runs;

    BatchRun(JobOperator operator, JobRepository repository, Runs runs) {
        this.operator = operator;
        this.repository = repository;
        this.runs = runs;
    }

    JobExecution execute(Run run, @Nullable Long restartOf, List<Step> steps) throws JobExecutionException {
        var job = job(run, steps);
        if (restartOf != null) {
            var before = number(restartOf);
            // None if its process was killed before it came to its first step.
            var last = repository.getLastJobExecution(job.getName(), before);
            if (last != null) {
                // Killed after its last step, before that was written down: there is nothing left to do.
                return last.getStatus() == BatchStatus.COMPLETED ? last : operator.start(job, before);
            }
        }
        return operator.start(job, number(run.id()));
    }

    private static JobParameters number(long run) {
        return new JobParametersBuilder().addLong("run", run).toJobParameters();
    }

    private Job job(Run run, List<Step> steps) {
        var name = run.tenant().equals(Run.NATIONAL) ? run.job() + "-national" : run.job();
        return new StagedJob(name, repository, steps, new JobExecutionListener() {
            @Override
            public void beforeJob(JobExecution execution) {
                runs.executes(run, execution.getId());
            }
        });
    }
}
