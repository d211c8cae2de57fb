package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiRequest;
import no.ajour.http.ApiSettings;
import no.ajour.http.Apis;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpConfiguration;
import no.ajour.http.HttpSettings;
import no.ajour.http.SteppedTiming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Both packages together: a call to an API with a real token and real proofs. */
class ApiWithHelseIdTest {

    private final Path directory;

    ApiWithHelseIdTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void a_token_that_expires_early_is_renewed_within_the_call() throws Exception {
        var timing = new SteppedTiming();
        try (var fixture = new ApiFixture();
                var helseId = new FakeHelseId(Keys.ec(Curve.P_256), directory, timing)) {
            fixture.answers(200).answers(401).answers(200);
            var http = ApiFixture.bind("ajour.http", HttpSettings.class, Map.of());
            var settings = ApiFixture.bind(
                    "ajour",
                    ApiSettings.class,
                    Map.of(
                            "ajour.apis.jft-read.base-url",
                            fixture.server.url("/").toString(),
                            "ajour.apis.jft-read.scope",
                            "nhn:jft/api"));
            var api = new Apis(settings, http, new HttpClients(http), helseId.credentials(), timing).get("jft-read");
            var request = ApiRequest.get("next page of Bundle", ApiFixture.TENANT, "/v1/Bundle?cursor=a%2Bb");
            api.send(request).close();
            api.send(request).close();
            assertThat(helseId.tokens).hasValue(2);
            String first = proven(fixture);
            String early = proven(fixture);
            String renewed = proven(fixture);
            assertThat(early).isEqualTo(first);
            assertThat(renewed).isNotEqualTo(first);
        }
    }

    /** The token of the next request, whose proof must fit it. */
    private static String proven(ApiFixture fixture) throws Exception {
        var request = fixture.took();
        assertThat(request.getTarget()).isEqualTo("/v1/Bundle?cursor=a%2Bb");
        String token = Objects.requireNonNull(request.getHeaders().get("Authorization"))
                .replace("DPoP ", "");
        var proof = SignedJWT.parse(request.getHeaders().get("DPoP"));
        var key = proof.getHeader().getJWK().toECKey();
        assertThat(proof.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(proof.getJWTClaimsSet().getClaim("htu"))
                .isEqualTo(fixture.server.url("/v1/Bundle").toString());
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getClaim("cnf"))
                .isEqualTo(Map.of("jkt", key.computeThumbprint().toString()));
        return token;
    }

    @Test
    void the_configurations_fit_together_and_need_neither_key_nor_network_to_start() {
        new ApplicationContextRunner()
                .withUserConfiguration(HttpConfiguration.class, HelseIdConfiguration.class)
                .withBean(JdbcClient.class, () -> JdbcClient.create(new DriverManagerDataSource()))
                .withPropertyValues("ajour.apis.jft-read.base-url=https://api.read.jft.test.nhn.no")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Apis.class).get("jft-read").name())
                            .isEqualTo("jft-read");
                });
    }
}
