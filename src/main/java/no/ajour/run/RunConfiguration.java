package no.ajour.run;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Leases, steps, books and the launcher. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunSettings.class)
public class RunConfiguration {

    @Bean
    MapJobRegistry jobRegistry() {
        return new MapJobRegistry();
    }

    @Bean
    Fence fence(JdbcClient jdbc) {
        return new Fence(jdbc);
    }

    @Bean
    Steps steps(JobRepository repository, PlatformTransactionManager transactions, JdbcClient jdbc, Fence fence) {
        return new Steps(repository, transactions, new Books(jdbc, fence));
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
    Launcher launcher(JobOperator operator, JobRepository repository, JdbcClient jdbc, RunSettings settings) {
        var leases = new Leases(jdbc, self(), settings.leaseLife());
        return new Launcher(operator, repository, leases, new Runs(jdbc), settings.leaseLife());
    }

    @Bean
    JobRunner jobRunner(Launcher launcher, RunSettings settings) {
        return new JobRunner(launcher, settings.tenantsAtOnce());
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
        return host + " process " + ManagementFactory.getRuntimeMXBean().getPid();
    }
}
