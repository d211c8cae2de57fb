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
        apiSettings.apis().forEach((name, properties) -> {
            if (properties.baseUrl() != null) {
                apis.put(name, new Api(name, properties, httpSettings, clients, credentials, timing));
            }
        });
    }

    /**
     * The API of that name.
     *
     * @throws WrongInstallation if {@code ajour.apis.NAME.base-url} is not configured
     */
    public Api get(String name) {
        Api api = apis.get(name);
        if (api == null) {
            throw new WrongInstallation("ajour.apis." + name
                    + ".base-url is not set; set it to the API's address, such as https://host/path");
        }
        return api;
    }
}
