package no.ajour.helseid;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.jspecify.annotations.Nullable;

/** Keys made when they are needed. */
final class Keys {
    private Keys() {}

    static JWK ec(Curve curve) throws JOSEException {
        return new ECKeyGenerator(curve).keyID("key-1").generate();
    }

    static JWK rsa(@Nullable String algorithm) throws JOSEException {
        return new RSAKeyGenerator(2048)
                .keyID("key-1")
                .algorithm(algorithm == null ? null : Algorithm.parse(algorithm))
                .generate();
    }
}
