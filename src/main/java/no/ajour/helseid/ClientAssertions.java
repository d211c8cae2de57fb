package no.ajour.helseid;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import no.ajour.http.Timing;
import no.ajour.tenant.Tenant;

/** Client assertions (RFC 7523): each is made for one request to the token endpoint and never sent twice. */
final class ClientAssertions {
    static final String TYPE = "client-authentication+jwt";

    private final HelseIdSettings settings;
    private final AssertionDetails details;
    private final ClientKey key;
    private final Timing timing;

    ClientAssertions(HelseIdSettings settings, ClientKey key, Timing timing) {
        this.settings = settings;
        this.details = new AssertionDetails(settings);
        this.key = key;
        this.timing = timing;
    }

    /** @param issuer verbatim from HelseID's metadata */
    String create(String issuer, Tenant tenant) {
        Instant now = timing.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(settings.requiredClientId())
                .subject(settings.requiredClientId())
                .audience(issuer)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(settings.assertionLife())))
                .jwtID(UUID.randomUUID().toString());
        var organisation = details.of(tenant);
        if (organisation != null) {
            claims.claim(settings.assertionDetailsClaim(), organisation);
        }
        return key.sign(TYPE, claims.build());
    }
}
