package no.ajour.doctor;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import no.ajour.failure.Redaction;
import no.ajour.failure.WrongInstallation;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The installation's settings, read a group at a time, so that one that is wrong leaves the others. */
final class Settings {
    private static final ConfigurationPropertyName AJOUR = ConfigurationPropertyName.of("ajour");
    private static final int LONGEST = 400;

    // Where the other settings are found, so that no settings record has them.
    private static final List<ConfigurationPropertyName> FOLDERS = List.of(
            ConfigurationPropertyName.of("ajour.jobs-folder"), ConfigurationPropertyName.of("ajour.secrets-folder"));

    // The environment is shared with everything else: Kubernetes adds variables such as AJOUR_SERVICE_HOST.
    private static final Set<String> SHARED = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private final ConfigurableEnvironment environment;
    private final Doctor.Explanation explanation;
    private final Set<ConfigurationPropertyName> used = new HashSet<>(FOLDERS);

    private final BindHandler noting = new BindHandler() {
        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            used.add(name);
            return result;
        }
    };

    Settings(ConfigurableEnvironment environment, Doctor.Explanation explanation) {
        this.environment = environment;
        this.explanation = explanation;
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
            throw new WrongInstallation(Redaction.of(explanation.of(e), LONGEST));
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

    /** Settings under {@code ajour} in files that nothing read so far has a use for. */
    Set<String> unused() {
        var unused = new TreeSet<String>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof PropertySource<?> file
                            && SHARED.contains(file.getName()))) {
                names.stream()
                        .filter(name -> AJOUR.isAncestorOf(name) && !used.contains(name))
                        .forEach(name -> unused.add(name.toString()));
            }
        }
        return unused;
    }
}
