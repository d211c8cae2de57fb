package no.ajour.helseid;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiProperties;
import no.ajour.http.ApiSettings;
import no.ajour.http.Credentials;
import no.ajour.http.SteppedTiming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests against a HelseID that verifies what it is sent. */
abstract class AgainstHelseId {
    static final URI API = URI.create("https://read.example/v1/Bundle?cursor=x#y");

    final SteppedTiming timing = new SteppedTiming();

    final Path directory;

    FakeHelseId helseId;
    Credentials credentials;

    AgainstHelseId(Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws Exception {
        start(Keys.ec(Curve.P_256));
    }

    final void start(JWK key) throws Exception {
        helseId = new FakeHelseId(key, directory, timing);
        credentials = helseId.credentials();
    }

    @AfterEach
    void stop() {
        helseId.close();
    }

    String metadata() {
        return "{\"issuer\":\"%s\",\"token_endpoint\":\"%s\"}"
                .formatted(helseId.issuer, helseId.server.url("/connect/token"));
    }

    Credentials.Grant grant() {
        return grant(Map.of());
    }

    Credentials.Grant grant(Map<String, String> api) {
        return credentials.grant("jft-read", properties(api), ApiFixture.TENANT);
    }

    static ApiProperties properties(Map<String, String> api) {
        var values = new HashMap<>(Map.of(
                "ajour.apis.jft-read.base-url", "https://read.example", "ajour.apis.jft-read.scope", "nhn:jft/api"));
        api.forEach((name, value) -> values.put("ajour.apis.jft-read." + name, value));
        return Objects.requireNonNull(
                ApiFixture.bind("ajour", ApiSettings.class, values).apis().get("jft-read"));
    }
}
