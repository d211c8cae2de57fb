package no.ajour.run;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The jobs of an installation: those that have settings.
 *
 * @param jobs name to the settings that every job has; a job's own are read by its package
 */
@ConfigurationProperties("ajour")
public record Jobs(@DefaultValue Map<String, JobSettings> jobs) {

    public Jobs {
        jobs = Map.copyOf(jobs);
    }

    public JobSettings of(String job) {
        return jobs.getOrDefault(job, JobSettings.DEFAULT);
    }

    /** In alphabetical order. */
    public List<String> names() {
        return jobs.keySet().stream().sorted().toList();
    }
}
