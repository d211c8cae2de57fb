package no.ajour.doctor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import no.ajour.failure.Redaction;
import no.ajour.failure.WrongInstallation;
import no.ajour.settings.JobFiles;
import no.ajour.settings.UsedSettings;
import no.ajour.settings.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/** The installation's settings, read a group at a time, so that one that is wrong leaves the others. */
final class Settings {
    private static final int LONGEST = 400;

    private final ConfigurableEnvironment environment;
    private final UsedSettings used = new UsedSettings();
    private final BindHandler noting = used.apply(BindHandler.DEFAULT);

    Settings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    static String prefix(Class<?> type) {
        return Objects.requireNonNull(
                        AnnotatedElementUtils.getMergedAnnotation(type, ConfigurationProperties.class), type::getName)
                .prefix();
    }

    /** @throws WrongInstallation if a setting of the group is wrong, saying which */
    <T> T read(Class<T> type) {
        return read(prefix(type), type);
    }

    /** @throws WrongInstallation if a setting of the group is wrong, saying which */
    <T> T read(String prefix, Class<T> type) {
        try {
            return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), noting);
        } catch (BindException e) {
            throw new WrongInstallation(Redaction.of(WrongSetting.explain(e, environment), LONGEST));
        }
    }

    /** @throws NotPossible if a setting of the group is wrong */
    <T> T require(Class<T> type) {
        return require(prefix(type), type);
    }

    /** @throws NotPossible if a setting of the group is wrong */
    <T> T require(String prefix, Class<T> type) {
        try {
            return read(prefix, type);
        } catch (WrongInstallation e) {
            throw new NotPossible("a setting under " + prefix + " is wrong");
        }
    }

    /** The names under a prefix, such as those of the APIs, in order. */
    Set<String> names(String prefix) {
        return new TreeSet<>(Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet());
    }

    boolean has(String property) {
        return environment.containsProperty(property);
    }

    /** Settings in files that nothing read so far has a use for. */
    List<UsedSettings.Unknown> unknown() {
        return used.unknown(environment);
    }

    /** @throws WrongInstallation if a file in the folder of job files is no job's, or settings are of a job that is none */
    void requireJobs() {
        JobFiles.requireKnown(environment);
        JobFiles.requireJobs(names("ajour.jobs"));
    }
}
