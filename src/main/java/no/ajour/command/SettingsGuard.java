package no.ajour.command;

import no.ajour.run.Jobs;
import no.ajour.settings.JobFiles;
import no.ajour.settings.UsedSettings;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses settings that nothing uses, when everything has read its own and before anything begins. */
@Configuration(proxyBeanMethods = false)
class SettingsGuard {

    @Bean
    static UsedSettings usedSettings() {
        return new UsedSettings();
    }

    @Bean
    SmartInitializingSingleton everySettingIsKnown(UsedSettings used, ConfigurableEnvironment environment, Jobs jobs) {
        return () -> {
            JobFiles.requireJobs(jobs.names());
            used.requireKnown(environment);
        };
    }
}
