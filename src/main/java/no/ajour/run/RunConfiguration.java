package no.ajour.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Leases, steps, books and the launcher. */
@Configuration(proxyBeanMethods = false)
@Import(BatchConfiguration.class)
@EnableConfigurationProperties({RunSettings.class, Jobs.class})
public class RunConfiguration {

    @Bean
    MapJobRegistry jobRegistry() {
        return new MapJobRegistry();
    }

    @Bean
    Fence fence(JdbcClient jdbc, RunSettings settings) {
        return new Fence(jdbc, settings.leaseLife());
    }

    @Bean
    StopSignals stopSignals() {
        return new StopSignals();
    }

    @Bean
    Steps steps(
            JobRepository repository,
            PlatformTransactionManager transactions,
            JdbcClient jdbc,
            Fence fence,
            StopSignals stops,
            Jobs jobs,
            RunSettings settings) {
        return new Steps(repository, transactions, new Books(jdbc, fence), stops, jobs, settings.drainWithin(), false);
    }

    @Bean
    Remarks remarks(JdbcClient jdbc) {
        return new Remarks(jdbc);
    }

    @Bean
    DeadLetters deadLetters(JdbcClient jdbc) {
        return new DeadLetters(jdbc);
    }

    @Bean
    Runs runs(JdbcClient jdbc) {
        return new Runs(jdbc);
    }

    @Bean
    Launcher launcher(
            JobOperator operator,
            JobRepository repository,
            PlatformTransactionManager transactions,
            JdbcClient jdbc,
            Fence fence,
            Runs runs,
            StopSignals stops,
            ObjectProvider<MeterRegistry> meters,
            RunSettings settings) {
        return new Launcher(
                transactions,
                fence,
                new BatchRun(operator, repository, runs),
                new DeadExecutions(repository, jdbc),
                new Leases(jdbc, transactions, self(), settings.leaseLife()),
                runs,
                stops,
                new RunMeters(meters.getIfAvailable(CompositeMeterRegistry::new)),
                settings.leaseLife());
    }

    @Bean
    JobRunner jobRunner(
            Launcher launcher, Runs runs, Steps steps, DeadLetters letters, Jobs jobs, RunSettings settings) {
        return new JobRunner(launcher, runs, steps, letters, jobs, settings.tenantsAtOnce());
    }

    @Bean
    SmartLifecycle runsStopper(Launcher launcher, RunSettings settings) {
        return new RunsStopper(launcher, settings.stopWithin());
    }

    private static String self() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown host";
        }
        return host + " process " + ProcessHandle.current().pid();
    }
}
