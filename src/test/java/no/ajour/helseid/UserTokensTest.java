package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiFixture;
import no.ajour.http.ApiProperties;
import no.ajour.http.ApiSettings;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpSettings;
import no.ajour.http.SteppedTiming;
import no.ajour.http.Timing;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Sandbox;
import no.ajour.session.Sessions;
import no.ajour.tenant.Tenant;
import no.ajour.testing.LoginBrowser;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People's tokens at a HelseID that lets a refresh token be spent once. */
class UserTokensTest {
    private static final Tenant LYKKEBY = new Tenant("310000019", "Lykkeby", null, Tenant.Acknowledge.JOURNALED);
    private static final Tenant STORMO = new Tenant("310000027", "Stormo", null, Tenant.Acknowledge.JOURNALED);
    private static final String READ = "nhn:phr/mhd/read-document";
    private static final String SEARCH = "nhn:phr/mhd/read-documentreferences";

    private final SteppedTiming stepped = new SteppedTiming();
    private Timing timing = stepped;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private final Path folder;

    private HikariDataSource database;
    private Sandbox sandbox;

    UserTokensTest(@TempDir Path folder) {
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

    @Test
    void each_api_gets_a_token_of_its_own_for_the_tenants_organisation_bound_to_the_sessions_key() throws Exception {
        logIn(LYKKEBY);
        var credentials = credentials();

        var headers = grant(credentials, "phr", LYKKEBY).headers("GET", URI.create("https://phr.example/x"), null);
        grant(credentials, "phr-search", LYKKEBY);
        grant(credentials, "phr", LYKKEBY);

        assertThat(sandbox.book().refreshes())
                .extracting(Book.Refreshed::scopes)
                .containsExactly(Set.of(READ), Set.of(SEARCH));
        assertThat(sandbox.book().refreshes())
                .allMatch(refresh -> LYKKEBY.orgnr().equals(refresh.parent()));
        var proof = SignedJWT.parse(headers.get("DPoP"));
        var token = SignedJWT.parse(
                Objects.requireNonNull(headers.get("Authorization")).replace("DPoP ", ""));
        assertThat(token.getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .containsEntry(
                        "jkt", proof.getHeader().getJWK().computeThumbprint().toString());
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("nhn:phr");
    }

    @Test
    void child_organisation_is_named_with_each_token() {
        var ward = new Tenant(LYKKEBY.orgnr(), "Lykkeby", "312000002", Tenant.Acknowledge.JOURNALED);
        logIn(ward);

        grant(credentials(), "phr", ward);

        assertThat(sandbox.book().refreshes()).extracting(Book.Refreshed::child).containsExactly("312000002");
    }

    @Test
    void token_is_used_until_it_is_due_and_the_session_goes_on_after_it() {
        logIn(LYKKEBY);
        var credentials = credentials();

        grant(credentials, "phr", LYKKEBY);
        stepped.step(Duration.ofSeconds(40));
        grant(credentials, "phr", LYKKEBY);
        assertThat(sandbox.book().refreshes()).hasSize(1);
        stepped.step(Duration.ofSeconds(20));
        grant(credentials, "phr", LYKKEBY);
        grant(credentials(), "phr", LYKKEBY);

        assertThat(sandbox.book().refreshes()).hasSize(3);
    }

    @Test
    void many_processes_at_once_spend_each_refresh_token_once() {
        timing = Timing.of(InstantSource.system());
        logIn(LYKKEBY);
        var processes = new ArrayList<CompletableFuture<Credentials.Grant>>();
        for (int i = 0; i < 6; i++) {
            var process = credentials();
            processes.add(CompletableFuture.supplyAsync(
                    () -> grant(process, "phr", LYKKEBY),
                    work -> Thread.ofPlatform().daemon().start(work)));
        }

        assertThat(processes).allSatisfy(process -> assertThat(process.join()).isNotNull());

        assertThat(sandbox.book().refreshes()).hasSize(6);
        assertThat(sandbox.helseId().logins().open()).isEqualTo(1);
    }

    @Test
    void nobody_who_is_logged_in_is_told_with_the_command() {
        assertThatThrownBy(() -> grant(credentials(), "phr", LYKKEBY))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("nobody is logged in for Lykkeby (310000019)")
                .hasMessageEndingWith("log in with: ajour login --tenant 310000019");
    }

    @Test
    void session_whose_time_is_over_is_told_before_helseid_is_asked() {
        sandbox.helseId().logins().sessionLife(Duration.ofHours(1));
        logIn(LYKKEBY);
        var credentials = credentials();
        grant(credentials, "phr", LYKKEBY);
        stepped.step(Duration.ofHours(1));
        sandbox.book().clear();

        assertThatThrownBy(() -> grant(credentials, "phr", LYKKEBY))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("expired at")
                .hasMessageEndingWith("ajour login --tenant 310000019");

        assertThat(sandbox.book().requests())
                .noneMatch(request -> request.path().equals("/connect/token"));
    }

    @Test
    void session_that_helseid_has_ended_is_over_here_and_its_secrets_are_gone() {
        logIn(LYKKEBY);
        sandbox.helseId().logins().endAll();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> grant(credentials(), "phr", LYKKEBY))
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("over")
                    .hasMessageEndingWith("ajour login --tenant 310000019");
        }

        assertThat(sandbox.book().refusals())
                .filteredOn(refusal -> refusal.reason().startsWith("invalid_grant"))
                .hasSize(1);
        assertThat(jdbc().sql("select sealed is null from ajour.user_session")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        logIn(LYKKEBY);
        grant(credentials(), "phr", LYKKEBY);
    }

    @Test
    void answer_that_is_lost_costs_the_session_where_a_token_is_good_for_once() {
        logIn(LYKKEBY);
        loseARefresh();

        assertThatThrownBy(() -> grant(credentials(), "phr", LYKKEBY))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("an answer of HelseID was lost");
    }

    @Test
    void answer_that_is_lost_costs_nothing_where_the_token_stays_good() {
        sandbox.helseId().logins().rotate(false);
        logIn(LYKKEBY);
        loseARefresh();

        grant(credentials(), "phr", LYKKEBY);

        assertThat(sandbox.book().refreshes()).hasSize(2);
    }

    @Test
    void helseid_that_fails_before_it_takes_the_token_costs_nothing() {
        logIn(LYKKEBY);
        sandbox.faults().on(Sandbox.HELSEID, "/connect/token").times(10).status(503);

        assertThatThrownBy(() -> grant(credentials(), "phr", LYKKEBY)).isInstanceOf(TryLater.class);
        sandbox.faults().clear();

        grant(credentials(), "phr", LYKKEBY);
    }

    @Test
    void claim_of_a_process_that_was_killed_is_waited_for_and_then_taken() {
        timing = Timing.of(InstantSource.system());
        logIn(LYKKEBY);
        assertThat(sessions().claim(LYKKEBY.orgnr(), UUID.randomUUID(), Duration.ofSeconds(1)))
                .isPresent();

        grant(credentials(), "phr", LYKKEBY);

        assertThat(jdbc().sql("select claim is null from ajour.user_session")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void claim_that_is_not_given_back_holds_up_no_longer_than_a_run_may_wait() {
        logIn(LYKKEBY);
        assertThat(sessions().claim(LYKKEBY.orgnr(), UUID.randomUUID(), Duration.ofHours(1)))
                .isPresent();

        // Steps through the wait.
        assertThatThrownBy(() -> grant(credentials(), "phr", LYKKEBY))
                .isInstanceOf(TryLater.class)
                .hasMessageContaining("other processes");
    }

    @Test
    void process_that_froze_puts_nothing_in_place_of_what_came_after_it() {
        logIn(LYKKEBY);
        var frozen = sessions().find(LYKKEBY.orgnr()).orElseThrow();
        grant(credentials(), "phr", LYKKEBY);

        boolean stored = sessions()
                .renewed(
                        LYKKEBY.orgnr(),
                        frozen.version(),
                        Objects.requireNonNull(frozen.sealed()),
                        timing.instant(),
                        null);
        sessions().over(LYKKEBY.orgnr(), frozen.version(), timing.instant());

        assertThat(stored).isFalse();
        grant(credentials(), "phr", LYKKEBY);
    }

    @Test
    void process_that_froze_brings_back_the_session_that_another_took_for_over() {
        logIn(LYKKEBY);
        var frozen = sessions().find(LYKKEBY.orgnr()).orElseThrow();
        sessions().over(LYKKEBY.orgnr(), frozen.version(), timing.instant());

        assertThat(sessions()
                        .renewed(
                                LYKKEBY.orgnr(),
                                frozen.version(),
                                Objects.requireNonNull(frozen.sealed()),
                                timing.instant(),
                                null))
                .isTrue();

        grant(credentials(), "phr", LYKKEBY);
    }

    @Test
    void row_that_was_copied_to_another_tenant_does_not_open() {
        logIn(LYKKEBY);
        jdbc().sql("""
                        insert into ajour.user_session (tenant, client_id, scopes, sealed, begun_at, expires_at)
                        select '310000027', client_id, scopes, sealed, begun_at, expires_at from ajour.user_session
                        """).update();

        assertThatThrownBy(() -> grant(credentials(), "phr", STORMO))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("Stormo (310000027) was stored by another installation")
                .hasMessageEndingWith("ajour login --tenant 310000027");
        assertThat(sandbox.book().refreshes()).isEmpty();
    }

    @Test
    void changed_key_of_the_client_needs_a_new_login_unless_sessions_have_a_secret_of_their_own() throws Exception {
        logIn(LYKKEBY);
        changeKey();
        assertThatThrownBy(() -> grant(credentials(), "phr", LYKKEBY))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("cannot be opened")
                .hasMessageContaining("ajour login");

        settings.put("ajour.helseid.login.secret-file", write("secret", "0123456789abcdef0123456789abcdef"));
        logIn(LYKKEBY);
        changeKey();
        grant(credentials(), "phr", LYKKEBY);
    }

    @Test
    void attest_is_given_when_the_person_logs_in_or_with_each_token() {
        settings.put("ajour.helseid.login.attest-file", write("attest.json", """
                {"type": "nhn:tillitsrammeverk:parameters", "patients": [{}]}
                """));
        logIn(LYKKEBY);
        grant(credentials(), "phr", LYKKEBY);

        settings.put("ajour.helseid.login.attest-in", "assertion");
        logIn(LYKKEBY);
        grant(credentials(), "phr", LYKKEBY);

        assertThat(sandbox.book().refreshes()).hasSize(2).allMatch(Book.Refreshed::attested);
        assertThat(sandbox.book().refreshes())
                .allMatch(refresh -> LYKKEBY.orgnr().equals(refresh.parent()));
    }

    @Test
    void attest_that_is_no_json_is_refused_and_not_quoted() {
        settings.put("ajour.helseid.login.attest-file", write("attest.json", "{\"hpr\": 565501872"));

        assertThatThrownBy(() -> logIn(LYKKEBY))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid.login.attest-file")
                .hasMessageNotContaining("565501872")
                .hasNoCause();
    }

    @Test
    void id_token_of_another_login_is_not_taken() {
        sandbox.faults()
                .on(Sandbox.HELSEID, "/connect/token")
                .skip(1)
                .change(answer -> answer.text(
                        answer.text().replaceAll("\"id_token\":\"[^\"]*\"", "\"id_token\":\"" + idToken() + "\"")));

        assertThatThrownBy(() -> logIn(LYKKEBY))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ID token")
                .hasMessageContaining("Nobody is logged in");
        assertThat(sessions().find(LYKKEBY.orgnr())).isEmpty();
    }

    private static String idToken() {
        return "eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJ4In0.AAAA";
    }

    private void loseARefresh() {
        // The first request is refused for want of a nonce.
        sandbox.faults()
                .on(Sandbox.HELSEID, "/connect/token")
                .skip(1)
                .afterHandling()
                .drop();
    }

    private void logIn(Tenant tenant) {
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
    private Credentials credentials() {
        return new HelseIdCredentials(
                bind("ajour.helseid", HelseIdSettings.class),
                bind("ajour.helseid.login", LoginSettings.class),
                new HttpClients(ApiFixture.bind("ajour.http", HttpSettings.class, Map.of())),
                timing,
                sessions());
    }

    private Credentials.Grant grant(Credentials credentials, String api, Tenant tenant) {
        ApiProperties properties =
                Objects.requireNonNull(bind("ajour", ApiSettings.class).apis().get(api));
        return credentials.grant(api, properties, tenant);
    }

    private Sessions sessions() {
        return new Sessions(jdbc());
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    private <T> T bind(String prefix, Class<T> type) {
        return ApiFixture.bind(prefix, type, settings);
    }

    private void changeKey() throws JOSEException {
        ECKey key = newKey();
        register(key);
        write("client.jwk", key.toJSONString());
    }

    private void register(ECKey key) {
        sandbox.helseId()
                .register(
                        "client",
                        key.toPublicJWK(),
                        Set.of(READ, SEARCH),
                        true,
                        Set.copyOf(List.of(LYKKEBY.orgnr(), STORMO.orgnr())));
    }

    private static ECKey newKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(UUID.randomUUID().toString())
                .generate();
    }

    private String write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
