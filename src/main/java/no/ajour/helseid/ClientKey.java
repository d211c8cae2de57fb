package no.ajour.helseid;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/** The client's private key with the algorithm it signs with. Nothing of the key but its id is ever shown. */
final class ClientKey {
    private static final int SHORTEST_RSA = 2048;

    private final JWK jwk;
    private final JWSAlgorithm algorithm;
    private final JWSSigner signer;

    private ClientKey(JWK jwk, JWSAlgorithm algorithm, JWSSigner signer) {
        this.jwk = jwk;
        this.algorithm = algorithm;
        this.signer = signer;
    }

    /** @throws WrongInstallation if the file cannot be read or holds no usable private JWK */
    static ClientKey read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw wrong(file, "cannot be read (" + e.getClass().getSimpleName() + "); check path and permissions");
        }
        JWK jwk;
        try {
            jwk = JWK.parse(text);
        } catch (ParseException | IllegalArgumentException | NullPointerException e) {
            // The last for what begins with null. Not a cause: a parser's message may quote the key.
            throw wrong(file, "is not a JWK; save the private key as one JSON object with kty, kid and d");
        }
        if (!holdsPrivateNumber(jwk)) {
            throw wrong(file, "holds no private key; save the private JWK that belongs to the registered public one");
        }
        if (jwk.getKeyID() == null || jwk.getKeyID().isBlank()) {
            throw wrong(file, "has no kid; add the key id under which it is registered in HelseID Selvbetjening");
        }
        if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
            throw wrong(file, "is a key for encryption; use the signing key");
        }
        JWSAlgorithm algorithm = algorithm(file, jwk);
        try {
            return new ClientKey(jwk, algorithm, new DefaultJWSSignerFactory().createJWSSigner(jwk, algorithm));
        } catch (JOSEException e) {
            throw wrong(file, "cannot sign with " + algorithm + "; correct its alg, or make a new key");
        }
    }

    // An RSA key may have its primes without its d, which is what is signed with (RFC 7518 section 6.3.2.1).
    private static boolean holdsPrivateNumber(JWK jwk) {
        return jwk.isPrivate() && !(jwk instanceof RSAKey key && key.getPrivateExponent() == null);
    }

    private static JWSAlgorithm algorithm(Path file, JWK jwk) {
        Algorithm named = jwk.getAlgorithm();
        JWSAlgorithm fitting;
        if (jwk instanceof ECKey key) {
            fitting = elliptic(file, key);
        } else if (jwk instanceof RSAKey key) {
            fitting = rsa(file, key, named);
        } else {
            throw wrong(file, "must be an RSA key, or an EC key on P-256, P-384 or P-521");
        }
        if (named != null && !named.getName().equals(fitting.getName())) {
            throw wrong(file, "has an alg that does not fit its key; remove alg, or set it to " + fitting);
        }
        return fitting;
    }

    private static JWSAlgorithm elliptic(Path file, ECKey key) {
        Curve curve = key.getCurve();
        if (curve.equals(Curve.P_256)) {
            return JWSAlgorithm.ES256;
        }
        if (curve.equals(Curve.P_384)) {
            return JWSAlgorithm.ES384;
        }
        if (curve.equals(Curve.P_521)) {
            return JWSAlgorithm.ES512;
        }
        throw wrong(file, "must be an EC key on P-256, P-384 or P-521, or an RSA key");
    }

    private static JWSAlgorithm rsa(Path file, RSAKey key, @Nullable Algorithm named) {
        if (key.size() < SHORTEST_RSA) {
            throw wrong(file, "is an RSA key of fewer than " + SHORTEST_RSA + " bits; make a longer one");
        }
        return named != null && JWSAlgorithm.Family.RSA.contains(named)
                ? JWSAlgorithm.parse(named.getName())
                : JWSAlgorithm.PS256;
    }

    private static WrongInstallation wrong(Path file, String problem) {
        return new WrongInstallation("ajour.helseid.key-file: " + file + " " + problem);
    }

    KeyFacts facts() {
        return new KeyFacts(jwk.getKeyType().getValue(), jwk.size(), algorithm.getName(), keyId());
    }

    String keyId() {
        return jwk.getKeyID();
    }

    /** The number that makes it private, for deriving other keys from; at least 32 bytes. */
    byte[] secret() {
        var number = jwk instanceof RSAKey rsa
                ? rsa.getPrivateExponent()
                : jwk.toECKey().getD();
        return number.decode();
    }

    JWK jwk() {
        return jwk;
    }

    JWSAlgorithm algorithm() {
        return algorithm;
    }

    /** A signed JWT in its compact form. */
    String sign(String type, JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType(type))
                .keyID(keyId())
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new WrongInstallation("ajour.helseid.key-file: signing with " + algorithm + " failed; check the key");
        }
        return jwt.serialize();
    }

    @Override
    public String toString() {
        return "key " + keyId() + " (" + algorithm + ")";
    }
}
