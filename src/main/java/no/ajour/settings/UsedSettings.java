package no.ajour.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Which settings something has a use for. One in a file that nothing reads is misspelt, or at the wrong place: left
 * alone, it would leave the default at work unseen.
 */
public final class UsedSettings implements ConfigurationPropertiesBindHandlerAdvisor {

    /**
     * A setting that nothing has a use for.
     *
     * @param text its name, where it is given, and the names that there are
     */
    public record Unknown(String name, String text) {}

    private static final ConfigurationPropertyName AJOUR = ConfigurationPropertyName.of("ajour");
    private static final int MOST_TOLD = 5;

    // Read by other means than a settings record.
    private static final List<ConfigurationPropertyName> OTHERS = List.of(
            ConfigurationPropertyName.of("ajour.operator"),
            ConfigurationPropertyName.of("ajour.jobs-folder"),
            ConfigurationPropertyName.of("ajour.secrets-folder"),
            ConfigurationPropertyName.of("ajour.console.address"),
            ConfigurationPropertyName.of("ajour.console.port"));

    // The environment is shared with everything else: Kubernetes adds variables such as AJOUR_SERVICE_HOST.
    private static final Set<String> SHARED = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private final Set<ConfigurationPropertyName> used = ConcurrentHashMap.newKeySet();

    public UsedSettings() {
        used.addAll(OTHERS);
    }

    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {
            @Override
            public @Nullable Object onSuccess(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
                used.add(name);
                return super.onSuccess(name, target, context, result);
            }
        };
    }

    /** Those in files that nothing has read, in order. */
    public List<Unknown> unknown(ConfigurableEnvironment environment) {
        var given = new HashSet<ConfigurationPropertyName>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof PropertySource<?> file
                            && SHARED.contains(file.getName()))) {
                names.stream().filter(AJOUR::isAncestorOf).forEach(given::add);
            }
        }
        var unknown = new ArrayList<Unknown>();
        given.stream()
                .filter(name -> !used.contains(name))
                .sorted()
                .forEach(name -> unknown.add(new Unknown(name.toString(), text(environment, name))));
        return unknown;
    }

    /**
     * Refuses them.
     *
     * @throws WrongInstallation if there are any
     */
    public void requireKnown(ConfigurableEnvironment environment) {
        var unknown = unknown(environment);
        if (!unknown.isEmpty()) {
            throw new WrongInstallation(
                    unknown.stream().limit(MOST_TOLD).map(Unknown::text).collect(Collectors.joining("\n"))
                            + (unknown.size() > MOST_TOLD ? "\nand " + (unknown.size() - MOST_TOLD) + " more" : ""));
        }
    }

    private String text(ConfigurableEnvironment environment, ConfigurationPropertyName name) {
        String at = Where.of(environment, name).map(where -> where + ": ").orElse("");
        var beside = beside(name);
        return at + name + " is no setting of this version"
                + (beside.isEmpty() ? "" : ", which has there " + String.join(", ", beside))
                + "; correct its name, or remove it";
    }

    private Set<String> beside(ConfigurationPropertyName name) {
        var parent = name.getParent();
        return used.stream()
                .filter(parent::isAncestorOf)
                .map(known -> known.getElement(parent.getNumberOfElements(), ConfigurationPropertyName.Form.ORIGINAL))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
