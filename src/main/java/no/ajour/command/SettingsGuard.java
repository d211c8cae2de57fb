package no.ajour.command;

import java.util.stream.Stream;
import no.ajour.failure.WrongInstallation;
import no.ajour.run.Jobs;
import no.ajour.run.Repair;
import no.ajour.run.SyncJob;
import no.ajour.settings.UsedSettings;
import org.springframework.beans.factory.ObjectProvider;
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
    SmartInitializingSingleton everySettingIsKnown(
            UsedSettings used,
            ConfigurableEnvironment environment,
            Jobs settings,
            ObjectProvider<SyncJob> jobs,
            ObjectProvider<Repair> repairs) {
        return () -> {
            var names = Stream.concat(
                            jobs.stream().map(SyncJob::name), repairs.stream().map(Repair::job))
                    .distinct()
                    .sorted()
                    .toList();
            for (String name : settings.names()) {
                if (!names.contains(name)) {
                    throw new WrongInstallation("ajour.jobs." + name
                            + " is no job; correct its name, or remove it. Jobs: " + String.join(", ", names));
                }
            }
            used.requireKnown(environment);
        };
    }
}
