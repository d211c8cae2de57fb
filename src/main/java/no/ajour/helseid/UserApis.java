package no.ajour.helseid;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import no.ajour.http.ApiSettings;

/** The APIs in use that want a person's token. */
final class UserApis {
    private final Map<String, ApiProperties> apis = new TreeMap<>();

    /** @throws WrongInstallation if there are none, or one has no scope */
    UserApis(ApiSettings settings) {
        settings.apis().forEach((name, properties) -> {
            if (properties.user() && properties.baseUrl() != null) {
                if (properties.scope() == null) {
                    throw new WrongInstallation(
                            "ajour.apis." + name + ".scope is not set; set it to the API's HelseID scope");
                }
                apis.put(name, properties);
            }
        });
        if (apis.isEmpty()) {
            throw new WrongInstallation(
                    "No API that is in use wants a person's token, so there is nothing to log in for; set"
                            + " ajour.apis.NAME.user to true, and its base-url, for one that does");
        }
    }

    Set<String> names() {
        return Set.copyOf(apis.keySet());
    }

    /** Of all of them, sorted. */
    Set<String> scopes() {
        var scopes = new TreeSet<String>();
        apis.values()
                .forEach(api ->
                        scopes.addAll(Arrays.asList(String.valueOf(api.scope()).split("\\s+", -1))));
        return scopes;
    }

    /** Each once, sorted; those that have none left out. */
    List<String> audiences() {
        return apis.values().stream()
                .<String>mapMulti((api, found) -> {
                    if (api.audience() != null) {
                        found.accept(api.audience());
                    }
                })
                .distinct()
                .sorted()
                .toList();
    }
}
