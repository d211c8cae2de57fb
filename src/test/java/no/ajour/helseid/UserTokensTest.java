package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import no.ajour.failure.WrongInstallation;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens that people get, and until when. */
class UserTokensTest extends WithSessions {
    UserTokensTest(@TempDir Path folder) {
        super(folder);
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

    // The refresh token is spent by then.
    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "1e300"})
    void session_that_is_to_last_longer_than_any_clock_goes_on(String seconds) {
        logIn(LYKKEBY);
        sandbox.faults()
                .on(Sandbox.HELSEID, "/connect/token")
                .skip(1)
                .change(answer -> answer.text(
                        answer.text().replaceAll("\"rt_expires_in\":[0-9]+", "\"rt_expires_in\":" + seconds)));

        grant(credentials(), "phr", LYKKEBY);

        assertThat(sessions().find(LYKKEBY.orgnr())).isPresent();
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
}
