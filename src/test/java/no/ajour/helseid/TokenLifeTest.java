package no.ajour.helseid;

import static no.ajour.helseid.FakeHelseId.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.ApiFixture;
import no.ajour.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token is fetched, and what is held. */
class TokenLifeTest extends AgainstHelseId {
    TokenLifeTest(@TempDir Path directory) {
        super(directory);
    }

    @Test
    void helseid_in_trouble_is_asked_again_with_a_new_assertion() {
        helseId.faults.add(fault(200, metadata()));
        helseId.faults.add(fault(503, ""));
        helseId.faults.add(fault(200, "{\"access_token\":")); // cut
        grant();
        assertThat(helseId.complaints).isEmpty();
        assertThat(helseId.assertions)
                .extracting(JWTClaimsSet::getJWTID)
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertThat(timing.sleeps()).hasSize(2);
    }

    @Test
    void a_token_is_held_until_the_margin_before_it_expires() {
        grant();
        timing.step(Duration.ofSeconds(49));
        grant();
        assertThat(helseId.tokens).hasValue(1);
        timing.step(Duration.ofSeconds(1));
        grant();
        assertThat(helseId.tokens).hasValue(2);
    }

    @Test
    void the_margin_never_exceeds_half_of_a_tokens_life() {
        helseId.answer.put("expires_in", 5);
        grant();
        timing.step(Duration.ofMillis(2499));
        grant();
        assertThat(helseId.tokens).hasValue(1);
        timing.step(Duration.ofMillis(1));
        grant();
        assertThat(helseId.tokens).hasValue(2);
    }

    @Test
    void what_makes_a_token_another_gets_another() {
        grant();
        grant(Map.of("scope", "other"));
        grant(Map.of("audience", "other"));
        grant(Map.of("scheme", "bearer"));
        var withChild = new Tenant("999988881", "Lillevik", "999988883", Tenant.Acknowledge.JOURNALED);
        credentials.grant("jft-read", properties(Map.of()), withChild);
        credentials.grant("jft-write", properties(Map.of()), ApiFixture.TENANT); // the same token as the first
        assertThat(helseId.tokens).hasValue(5);
    }

    @Test
    void a_refused_token_is_replaced_once_however_many_were_refused() {
        var first = grant();
        var same = grant();
        first.refused();
        grant();
        same.refused();
        grant();
        assertThat(helseId.tokens).hasValue(2);
    }

    @Test
    void metadata_are_read_once_a_day_and_used_on_while_helseid_is_down() {
        grant();
        timing.step(Duration.ofHours(23));
        grant();
        assertThat(helseId.metadataRequests).hasValue(1);
        timing.step(Duration.ofHours(1));
        for (int i = 0; i < 4; i++) {
            helseId.faults.add(fault(503, ""));
        }
        grant();
        assertThat(helseId.metadataRequests).hasValue(5);
        assertThat(helseId.tokens).hasValue(3);
        timing.step(Duration.ofMinutes(5));
        grant();
        assertThat(helseId.metadataRequests).hasValue(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | x",
                "302 | x",
                "200 | {'issuer':'https://other.example','token_endpoint':'https://other.example/t'}",
                "200 | {'issuer':'ISSUER','token_endpoint':'http://other.example/t'}",
                "200 | {'issuer':'ISSUER','token_endpoint':'https://other.example/t'}",
                "200 | {'issuer':'ISSUER'}"
            })
    void metadata_that_cannot_be_right_name_the_issuer_setting(int status, String body) {
        helseId.faults.add(fault(status, body.replace('\'', '"').replace("ISSUER", helseId.issuer)));
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid.issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "client-id", "key-file"})
    void a_missing_setting_is_named_when_a_token_is_wanted(String property) {
        helseId.settings.remove("ajour.helseid." + property);
        credentials = helseId.credentials();
        assertThatThrownBy(this::grant)
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.helseid." + property);
    }
}
