package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientKeyTest {

    private final Path directory;

    ClientKeyTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> ClientKey.read(directory.resolve("nowhere.json")))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid.key-file")
                .hasMessageContaining("nowhere.json");
    }

    @Test
    void what_is_not_a_jwk_is_refused_and_never_quoted() throws Exception {
        refused("null", "is not a JWK");
        refused("-----BEGIN PRIVATE KEY----- secretsecret", "is not a JWK");
        refused("{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"secretsecret\"}", "is not a JWK");
        refused(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"secretsecret\",\"y\":\"secretsecret\",\"kid\":\"a\"}",
                "is not a JWK");
        refused("", "is not a JWK");
    }

    @Test
    void a_key_that_cannot_be_used_says_why() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
        refused(key.toPublicJWK().toJSONString(), "no private key");
        refused(new ECKey.Builder(key).keyID(null).build().toJSONString(), "has no kid");
        refused(new ECKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build().toJSONString(), "signing key");
        refused(new ECKey.Builder(key).algorithm(JWSAlgorithm.ES512).build().toJSONString(), "ES256");
        refused(new OctetSequenceKeyGenerator(256).keyID("a").generate().toJSONString(), "RSA key, or an EC key");
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("a").generate();
        refused(new RSAKey.Builder(rsa).algorithm(JWSAlgorithm.HS256).build().toJSONString(), "PS256");
        var fields = rsa.toJSONObject();
        fields.remove("d");
        refused(JSONObjectUtils.toJSONString(fields), "no private key");
    }

    @Test
    void its_text_tells_id_and_algorithm_only() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
        assertThat(ClientKey.read(write(key.toJSONString()))).hasToString("key a (ES256)");
    }

    private void refused(String content, String message) throws Exception {
        Path file = write(content);
        assertThatThrownBy(() -> ClientKey.read(file))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid.key-file")
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private Path write(String content) throws Exception {
        return Files.writeString(directory.resolve("key.json"), content);
    }
}
