package no.ajour.helseid;

import java.util.Set;
import no.ajour.http.TokenScheme;
import org.jspecify.annotations.Nullable;

/** Everything that makes two tokens different. */
record TokenKey(
        String issuer,
        String clientId,
        String keyId,
        @Nullable String audience,
        Set<String> scopes,
        String parentOrgnr,
        @Nullable String childOrgnr,
        TokenScheme scheme,
        boolean user) {

    static TokenKey of(TokenOrder order, HelseIdSettings settings, ClientKey key) {
        return new TokenKey(
                settings.requiredIssuer(),
                settings.requiredClientId(),
                key.keyId(),
                order.audience(),
                order.scopes(),
                order.tenant().orgnr(),
                order.tenant().childOrgnr(),
                order.scheme(),
                order.user());
    }
}
