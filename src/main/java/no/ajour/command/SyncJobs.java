package no.ajour.command;

import no.ajour.run.SyncJob;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine;

/** The jobs that the program has. */
final class SyncJobs {
    private SyncJobs() {}

    /** @throws picocli.CommandLine.ParameterException that lists the jobs, if there is none of that name */
    static SyncJob of(ApplicationContext context, CommandLine line, String name) {
        var jobs = context.getBeansOfType(SyncJob.class).values();
        JobNames.require(line, name, jobs.stream().map(SyncJob::name).toList());
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow();
    }
}
