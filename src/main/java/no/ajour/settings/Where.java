package no.ajour.settings;

import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;

/** Where a setting is given. */
final class Where {
    private Where() {}

    /** Such as {@code jobs/digital-active.yaml, line 12}; empty if it is given nowhere, or nothing tells. */
    static Optional<String> of(Environment environment, ConfigurationPropertyName name) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            var property = source.getConfigurationProperty(name);
            if (property != null) {
                return of(property);
            }
        }
        return Optional.empty();
    }

    static Optional<String> of(ConfigurationProperty property) {
        Origin text = property.getOrigin();
        if (text instanceof OriginProvider source) {
            text = source.getOrigin();
        }
        if (text instanceof TextResourceOrigin file && file.getResource() != null) {
            String name = name(file.getResource());
            return Optional.of(
                    file.getLocation() == null
                            ? name
                            : name + ", line " + (file.getLocation().getLine() + 1));
        }
        if (text instanceof SystemEnvironmentOrigin variable) {
            return Optional.of("environment variable " + variable.getProperty());
        }
        return Optional.empty();
    }

    private static String name(Resource resource) {
        try {
            return resource.isFile() ? resource.getFile().getPath() : resource.getDescription();
        } catch (IOException e) {
            return resource.getDescription();
        }
    }
}
