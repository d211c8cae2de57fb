package no.ajour.command;

import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything that runs jobs, to be looked at part by part: nothing of it begins by itself. */
@Configuration(proxyBeanMethods = false)
@Import(JobParts.class)
class DoctorParts {

    // What is to be started is made at once, and needs the database.
    @Bean
    static LifecycleProcessor lifecycleProcessor() {
        return new LifecycleProcessor() {
            @Override
            public void onRefresh() {}

            @Override
            public void onClose() {}

            @Override
            public void start() {}

            @Override
            public void stop() {}

            @Override
            public boolean isRunning() {
                return false;
            }
        };
    }
}
