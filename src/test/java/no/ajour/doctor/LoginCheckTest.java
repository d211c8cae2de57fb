package no.ajour.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Set;
import no.ajour.sandbox.PhrSandbox;
import no.ajour.testing.PeopleLogin;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of the sessions of people, without spending any. */
class LoginCheckTest {
    private static final String LYKKEBY = "310000019";
    private static final String STORMO = "310000027";

    private Ward ward;

    @BeforeEach
    void install() {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(STORMO, "Stormo");
        ward = new Ward(Postgres.freshDatabase(), municipalities);
        var ajour = ward.ajour.unset("ajour.apis.kjernejournal.base-url");
        ajour.sandbox().helseId().addScopes(Set.of(PhrSandbox.SEARCH_SCOPE, PhrSandbox.DOCUMENT_SCOPE));
        ajour.set("ajour.http.ehr-system", "Journal 4.2").set("ajour.jobs.document-references.enabled", "true");
    }

    @AfterEach
    void remove() {
        ward.close();
    }

    @Test
    void nobody_who_is_logged_in_is_a_warning_and_no_token_is_demanded() {
        var result = ward.doctor();

        assertThat(result.out())
                .contains("skipped token        phr: takes a person's token")
                .contains("skipped ping         phr-documents: nobody is logged in")
                .contains("warning login        phr, phr-documents: nobody is logged in for 310000019, 310000027")
                .contains("ajour login --tenant ORGNR");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void session_that_lasts_is_well_and_one_that_ends_soon_is_warned_of() {
        new PeopleLogin(ward.ajour).logIn(LYKKEBY);
        ward.ajour.sandbox().book().clear();

        assertThat(ward.doctor().out())
                .contains(
                        "warning login        phr, phr-documents: Lykkeby (310000019): somebody is logged in for another 11 h")
                .contains("phr, phr-documents: nobody is logged in for 310000027");
        ward.ajour.set("ajour.helseid.login.warn-before", "1h");
        assertThat(ward.doctor().out())
                .contains("ok      login        phr, phr-documents: Lykkeby (310000019): somebody")
                .contains("ok      ping         phr-documents: /pingauth answers 200 for Lykkeby");
        // One for each time that the doctor called the ping.
        assertThat(ward.ajour.sandbox().book().refreshes()).hasSize(2);
    }

    @Test
    void session_that_is_over_or_cannot_be_opened_is_wrong() {
        new PeopleLogin(ward.ajour).logIn(LYKKEBY);
        var database = ward.ajour.database();

        assertThat(database.sql("update ajour.user_session set expires_at = now() - interval '1 min'")
                        .update())
                .isEqualTo(1);
        assertThat(ward.doctor().out())
                .contains("wrong   login        phr, phr-documents: Lykkeby (310000019): the session expired");

        assertThat(database.sql("update ajour.user_session set tenant = '310000027'")
                        .update())
                .isEqualTo(1);
        var result = ward.doctor();
        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out())
                .contains(
                        "wrong   login        phr, phr-documents: Stormo (310000027): the session was stored by another")
                .contains("fix: ajour login --tenant 310000027");
    }
}
