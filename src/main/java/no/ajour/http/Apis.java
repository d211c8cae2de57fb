package no.ajour.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import no.ajour.failure.WrongInstallation;

/** The configured APIs by name. */
public final class Apis {
    private final Map<String, Api> apis = new ConcurrentHashMap<>();

    public Apis(
            ApiSettings apiSettings,
            HttpSettings httpSettings,
            HttpClients clients,
            Credentials credentials,
            Timing timing) {
        apiSettings
                .apis()
                .forEach((name, properties) ->
                        apis.put(name, new Api(name, properties, httpSettings, clients, credentials, timing)));
    }

    /**
     * The API of that name.
     *
     * @throws WrongInstallation if {@code ajour.apis.NAME} is not configured
     */
    public Api get(String name) {
        Api api = apis.get(name);
        if (api == null) {
            throw new WrongInstallation(
                    "ajour.apis." + name + " is not configured; set at least its base-url and scope");
        }
        return api;
    }
}
