package no.ajour.helseid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.util.Date;
import no.ajour.http.Timing;
import org.jspecify.annotations.Nullable;

/** DPoP proofs (RFC 9449): each is made for one request, when it is sent, and never sent twice. */
final class DpopProofs {
    private final DPoPProofFactory factory;
    private final String thumbprint;
    private final Timing timing;

    private DpopProofs(JWK key, JWSAlgorithm algorithm, Timing timing) throws JOSEException {
        this.factory = new DefaultDPoPProofFactory(key, algorithm);
        this.thumbprint = key.computeThumbprint().toString();
        this.timing = timing;
    }

    static DpopProofs create(HelseIdSettings.DpopKey choice, ClientKey clientKey, Timing timing) {
        try {
            return switch (choice) {
                case PROCESS -> new DpopProofs(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256, timing);
                case CLIENT -> new DpopProofs(clientKey.jwk(), clientKey.algorithm(), timing);
            };
        } catch (JOSEException e) {
            throw new IllegalStateException("a DPoP key could not be made", e);
        }
    }

    /** By the key of a person's session, on P-256. */
    static DpopProofs of(ECKey key, Timing timing) {
        try {
            return new DpopProofs(key, JWSAlgorithm.ES256, timing);
        } catch (JOSEException e) {
            throw new IllegalStateException("a session's DPoP key cannot be used", e);
        }
    }

    /**
     * A proof.
     *
     * @param url query and fragment are left out of {@code htu}
     * @param accessToken whose hash goes into {@code ath}; null for the token endpoint
     * @param nonce that the server demanded; null or blank for none
     */
    String create(String method, URI url, @Nullable String accessToken, @Nullable String nonce) {
        try {
            return factory.createDPoPJWT(
                            new JWTID(),
                            method,
                            withoutQuery(url),
                            Date.from(timing.instant()),
                            accessToken == null ? null : new DPoPAccessToken(accessToken),
                            nonce == null || nonce.isBlank() ? null : new Nonce(nonce))
                    .serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a DPoP proof could not be signed", e);
        }
    }

    private static URI withoutQuery(URI url) {
        String text = url.toString();
        return URI.create(text.split("[?#]", 2)[0]);
    }

    /** SHA-256 thumbprint of the proof key (RFC 7638), which {@code cnf.jkt} of a token names. */
    String thumbprint() {
        return thumbprint;
    }
}
