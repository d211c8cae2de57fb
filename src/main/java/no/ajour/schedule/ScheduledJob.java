package no.ajour.schedule;

import java.util.List;
import java.util.stream.Collectors;
import no.ajour.database.SchemaVersion;
import no.ajour.failure.Failure;
import no.ajour.run.ExitCode;
import no.ajour.run.JobRunner;
import no.ajour.run.Jobs;
import no.ajour.run.Outcome;
import no.ajour.run.RunOrder;
import no.ajour.run.SyncJob;
import no.ajour.tenant.Tenants;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** A job that is due: all its runs, one start at a time on all nodes together. */
@DisallowConcurrentExecution
public final class ScheduledJob implements Job {
    private static final Logger log = LoggerFactory.getLogger(ScheduledJob.class);

    private final JobRunner runner;
    private final SchemaVersion schema;
    private final Jobs settings;
    private final Tenants tenants;
    private final List<SyncJob> jobs;

    /** Made anew for each start. */
    public ScheduledJob(JobRunner runner, SchemaVersion schema, Jobs settings, Tenants tenants, List<SyncJob> jobs) {
        this.runner = runner;
        this.schema = schema;
        this.settings = settings;
        this.tenants = tenants;
        this.jobs = jobs;
    }

    @Override
    public void execute(JobExecutionContext context) {
        String name = context.getJobDetail().getKey().getName();
        var job = jobs.stream().filter(of -> of.name().equals(name)).findFirst();
        if (job.isEmpty()) {
            log.warn("{} is due, and this version of Ajour has no such job; bring all nodes to one version", name);
            return;
        }
        log.info("{} is due{}", name, context.isRecovering() ? " again: the node that began it is gone" : "");
        try {
            schema.check();
            var outcomes = runner.run(job.get(), settings.tenants(name, tenants), RunOrder.now(false), ended -> {});
            tell(name, outcomes);
        } catch (Failure e) {
            log.error("{} was not run: {}", name, e.getMessage());
        } catch (DataAccessException e) {
            log.warn("{} was not run: the database is away. Its next time is {}", name, context.getNextFireTime());
        }
    }

    private static void tell(String name, List<Outcome> outcomes) {
        var code = ExitCode.of(outcomes.stream().map(Outcome::code).toList());
        var counts = outcomes.stream().collect(Collectors.groupingBy(Outcome::code, Collectors.counting()));
        log.info("{} has ended with {}: {}", name, code.code(), counts);
    }
}
