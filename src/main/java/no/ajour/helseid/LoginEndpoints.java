package no.ajour.helseid;

import java.net.URI;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/**
 * What of HelseID's metadata a person's login needs. An address that is not at the issuer's own origin counts as none.
 *
 * @param pushed where the request is left (RFC 9126)
 * @param authorize that the person's browser opens
 * @param keys that ID tokens are signed with
 * @param revocation of refresh tokens (RFC 7009); HelseID's documents name none
 * @param namesIssuer whether every answer by the browser says whose it is (RFC 9207)
 */
record LoginEndpoints(
        @Nullable URI pushed,
        @Nullable URI authorize,
        @Nullable URI keys,
        @Nullable URI revocation,
        boolean namesIssuer) {

    URI requiredPushed() {
        return required("pushed_authorization_request_endpoint", pushed);
    }

    URI requiredAuthorize() {
        return required("authorization_endpoint", authorize);
    }

    URI requiredKeys() {
        return required("jwks_uri", keys);
    }

    private static URI required(String name, @Nullable URI endpoint) {
        if (endpoint == null) {
            throw new WrongInstallation("HelseID: metadata have no " + name
                    + " at the issuer's own address, so nobody can log in; check ajour.helseid.issuer");
        }
        return endpoint;
    }
}
