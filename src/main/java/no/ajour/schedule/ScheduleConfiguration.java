package no.ajour.schedule;

import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import no.ajour.database.SchemaVersion;
import no.ajour.run.Jobs;
import no.ajour.run.SyncJob;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires Quartz. */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {
    private static final int CHECK_IN_MILLIS = 5_000;

    @Bean
    SchedulerFactoryBean quartz(
            DataSource database,
            PlatformTransactionManager transactions,
            ApplicationContext context,
            List<SyncJob> jobs) {
        var jobFactory = new SpringBeanJobFactory();
        jobFactory.setApplicationContext(context);
        var factory = new SchedulerFactoryBean();
        factory.setSchedulerName("ajour");
        factory.setDataSource(database);
        factory.setTransactionManager(transactions);
        factory.setJobFactory(jobFactory);
        // Timetable does, when the schema is right.
        factory.setAutoStartup(false);
        // No job waits for another.
        factory.setQuartzProperties(properties(jobs.size()));
        return factory;
    }

    private static Properties properties(int threads) {
        var properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.idleWaitTime", String.valueOf(CHECK_IN_MILLIS));
        properties.setProperty("org.quartz.threadPool.threadCount", String.valueOf(threads));
        properties.setProperty("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
        properties.setProperty("org.quartz.jobStore.tablePrefix", "quartz.qrtz_");
        properties.setProperty("org.quartz.jobStore.useProperties", "true");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", String.valueOf(CHECK_IN_MILLIS));
        return properties;
    }

    @Bean
    Drain drain(SchedulerFactoryBean quartz) {
        return new Drain(quartz);
    }

    @Bean
    Timetable scheduleHealthIndicator(
            SchedulerFactoryBean quartz, Jobs settings, List<SyncJob> jobs, SchemaVersion schema) {
        return new Timetable(quartz, new Schedules(settings, jobs), schema);
    }
}
