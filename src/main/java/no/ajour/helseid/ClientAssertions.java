package no.ajour.helseid;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import no.ajour.http.Timing;
import org.jspecify.annotations.Nullable;

/** Client assertions (RFC 7523): each is made for one request to HelseID and never sent twice. */
final class ClientAssertions {
    static final String TYPE = "client-authentication+jwt";

    private final HelseIdSettings settings;
    private final ClientKey key;
    private final Timing timing;

    ClientAssertions(HelseIdSettings settings, ClientKey key, Timing timing) {
        this.settings = settings;
        this.key = key;
        this.timing = timing;
    }

    /**
     * A new one.
     *
     * @param issuer verbatim from HelseID's metadata
     * @param details which organisation it is for, and what else HelseID is to be told; null for nothing
     */
    String create(String issuer, @Nullable Object details) {
        Instant now = timing.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(settings.requiredClientId())
                .subject(settings.requiredClientId())
                .audience(issuer)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(settings.assertionLife())))
                .jwtID(UUID.randomUUID().toString());
        if (details != null) {
            claims.claim(settings.assertionDetailsClaim(), details);
        }
        return key.sign(TYPE, claims.build());
    }
}
