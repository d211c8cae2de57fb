package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiProperties;
import no.ajour.http.ApiSettings;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpSettings;
import no.ajour.http.SteppedTiming;
import no.ajour.http.Timing;
import no.ajour.sandbox.Sandbox;
import no.ajour.session.Sessions;
import no.ajour.tenant.Tenant;
import no.ajour.testing.LoginBrowser;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A HelseID that lets a refresh token be spent once, and a database for the sessions. */
abstract class WithSessions {
    static final Tenant LYKKEBY = new Tenant("310000019", "Lykkeby", null, Tenant.Acknowledge.JOURNALED);
    static final Tenant STORMO = new Tenant("310000027", "Stormo", null, Tenant.Acknowledge.JOURNALED);
    static final String READ = "nhn:phr/mhd/read-document";
    static final String SEARCH = "nhn:phr/mhd/read-documentreferences";

    final SteppedTiming stepped = new SteppedTiming();
    Timing timing = stepped;
    final Map<String, String> settings = new LinkedHashMap<>();

    private final Path folder;

    private HikariDataSource database;
    Sandbox sandbox;

    WithSessions(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException, JOSEException {
        database = Postgres.freshDatabase();
        sandbox = Sandbox.start(() -> timing.instant());
        ECKey key = newKey();
        register(key);
        settings.put("ajour.helseid.issuer", sandbox.url(Sandbox.HELSEID).toString());
        settings.put("ajour.helseid.client-id", "client");
        settings.put("ajour.helseid.key-file", write("client.jwk", key.toJSONString()));
        settings.put("ajour.apis.phr.base-url", "https://phr.example");
        settings.put("ajour.apis.phr.scope", READ);
        settings.put("ajour.apis.phr.audience", "nhn:phr");
        settings.put("ajour.apis.phr.user", "true");
        settings.put("ajour.apis.phr-search.base-url", "https://phr.example");
        settings.put("ajour.apis.phr-search.scope", SEARCH);
        settings.put("ajour.apis.phr-search.audience", "nhn:phr");
        settings.put("ajour.apis.phr-search.user", "true");
    }

    @AfterEach
    void stop() {
        assertThat(sandbox.book().violations()).isEmpty();
        sandbox.close();
        database.close();
    }

    static String idToken() {
        return "eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJ4In0.AAAA";
    }

    void loseARefresh() {
        // The first request is refused for want of a nonce.
        sandbox.faults()
                .on(Sandbox.HELSEID, "/connect/token")
                .skip(1)
                .afterHandling()
                .drop();
    }

    void logIn(Tenant tenant) {
        var clients = new HttpClients(ApiFixture.bind("ajour.http", HttpSettings.class, Map.of()));
        var login = new UserLogin(
                bind("ajour.helseid", HelseIdSettings.class),
                bind("ajour.helseid.login", LoginSettings.class),
                bind("ajour", ApiSettings.class),
                clients,
                timing,
                sessions());
        try (var attempt = login.begin(tenant)) {
            new LoginBrowser().logIn(attempt.address().toString(), 0);
            assertThat(attempt.await().who()).isEqualTo("GRØNN VITS");
        }
    }

    /** As another process would have them. */
    Credentials credentials() {
        return new HelseIdCredentials(
                bind("ajour.helseid", HelseIdSettings.class),
                bind("ajour.helseid.login", LoginSettings.class),
                new HttpClients(ApiFixture.bind("ajour.http", HttpSettings.class, Map.of())),
                timing,
                sessions());
    }

    Credentials.Grant grant(Credentials credentials, String api, Tenant tenant) {
        ApiProperties properties =
                Objects.requireNonNull(bind("ajour", ApiSettings.class).apis().get(api));
        return credentials.grant(api, properties, tenant);
    }

    Sessions sessions() {
        return new Sessions(jdbc());
    }

    JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    <T> T bind(String prefix, Class<T> type) {
        return ApiFixture.bind(prefix, type, settings);
    }

    void changeKey() throws JOSEException {
        ECKey key = newKey();
        register(key);
        write("client.jwk", key.toJSONString());
    }

    void register(ECKey key) {
        sandbox.helseId()
                .register(
                        "client",
                        key.toPublicJWK(),
                        Set.of(READ, SEARCH),
                        true,
                        Set.copyOf(List.of(LYKKEBY.orgnr(), STORMO.orgnr())));
    }

    static ECKey newKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(UUID.randomUUID().toString())
                .generate();
    }

    String write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
