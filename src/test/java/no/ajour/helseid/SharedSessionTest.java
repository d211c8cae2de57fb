package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.http.Credentials;
import no.ajour.http.Timing;
import no.ajour.sandbox.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that several processes share, that a process dies or freezes with, and that have been moved. */
class SharedSessionTest extends WithSessions {
    SharedSessionTest(@TempDir Path folder) {
        super(folder);
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
}
