package no.ajour.helseid;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiProperties;
import no.ajour.http.TokenScheme;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * The token that a call needs.
 *
 * @param api whose settings asked for it, for messages
 * @param audience the only API it is for, or null
 * @param user whether it is a person's, who has logged in
 */
record TokenOrder(
        String api,
        Tenant tenant,
        Set<String> scopes,
        @Nullable String audience,
        TokenScheme scheme,
        boolean user) {

    /** @throws WrongInstallation if no scope is configured: HelseID would then issue every scope the client has */
    static TokenOrder of(String api, ApiProperties properties, Tenant tenant) {
        String scope = properties.scope();
        if (scope == null) {
            throw new WrongInstallation("ajour.apis." + api + ".scope is not set; set it to the API's HelseID scope");
        }
        var scopes = new TreeSet<>(Arrays.asList(scope.split("\\s+")));
        return new TokenOrder(api, tenant, scopes, properties.audience(), properties.scheme(), properties.user());
    }

    String scope() {
        return String.join(" ", scopes);
    }

    @Override
    public String toString() {
        return (user ? "a person's token for " : "a token for ") + api + " and " + tenant;
    }
}
