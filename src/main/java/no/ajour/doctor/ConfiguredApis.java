package no.ajour.doctor;

import java.util.Set;
import java.util.TreeSet;
import no.ajour.http.ApiProperties;

/** The APIs that have settings, whether or not this installation uses them. */
final class ConfiguredApis {
    private static final String PREFIX = "ajour.apis";

    private final Settings settings;

    ConfiguredApis(Settings settings) {
        this.settings = settings;
    }

    Set<String> names() {
        return settings.names(PREFIX);
    }

    String prefix(String api) {
        return PREFIX + "." + api;
    }

    /** @throws no.ajour.failure.WrongInstallation if one of its settings is wrong */
    ApiProperties read(String api) {
        return settings.read(prefix(api), ApiProperties.class);
    }

    /** @throws NotPossible if one of its settings is wrong, or the installation does not use it */
    ApiProperties require(String api) {
        var properties = settings.require(prefix(api), ApiProperties.class);
        if (properties.baseUrl() == null) {
            throw new NotPossible(prefix(api) + ".base-url is not set, so no job can use the API");
        }
        return properties;
    }

    /** Those in use that want the token of a person who has logged in; what is wrong with one is told elsewhere. */
    Set<String> ofPeople() {
        var apis = new TreeSet<String>();
        for (String api : names()) {
            try {
                if (require(api).user()) {
                    apis.add(api);
                }
            } catch (NotPossible e) {
                // Not in use, or its settings are wrong.
            }
        }
        return apis;
    }
}
