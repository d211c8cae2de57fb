package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.Installation;
import no.ajour.testing.LoginBrowser;
import no.ajour.testing.PeopleLogin;
import no.ajour.testing.Postgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What people and operators see of logging in. */
class LoginTest {
    private static final String LYKKEBY = "310000019";
    private static final String STORMO = "310000027";
    private static final String READ = "nhn:phr/mhd/read-document";

    private Installation ajour;
    private PeopleLogin people;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby", STORMO, "Stormo"));
        ajour.sandbox().helseId().addScopes(Set.of(READ));
        ajour.set("ajour.apis.phr.base-url", "http://127.0.0.1:1/phr")
                .set("ajour.apis.phr.scope", READ)
                .set("ajour.apis.phr.audience", "nhn:phr")
                .set("ajour.apis.phr.user", "true")
                .unset("ajour.apis.phr-documents.base-url");
        people = new PeopleLogin(ajour);
    }

    @AfterEach
    void remove() throws IOException {
        assertThat(ajour.sandbox().book().violations()).isEmpty();
        ajour.close();
    }

    @Test
    void person_logs_in_and_is_told_what_for_and_how_long() {
        var result = people.logIn(LYKKEBY);

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("Logged in: GRØNN VITS, for Lykkeby (310000019).")
                .contains("The session lasts until ")
                .contains("phr: HelseID gives a token");
        var book = ajour.sandbox().book();
        assertThat(book.logins()).singleElement().satisfies(login -> assertThat(login.scopes())
                .containsExactlyInAnyOrder("openid", "profile", "offline_access", READ));
        assertThat(book.refreshes()).singleElement().satisfies(refresh -> {
            assertThat(refresh.parent()).isEqualTo(LYKKEBY);
            assertThat(refresh.scopes()).containsExactly(READ);
        });
    }

    @Test
    void status_tells_who_is_logged_in_and_for_how_long_and_ends_with_40_where_nobody_is() {
        people.logIn(LYKKEBY);

        var all = ajour.ajour("login", "--status");
        assertThat(all.exitCode()).isZero();
        assertThat(all.out())
                .contains(LYKKEBY)
                .contains("open")
                .contains("GRØNN VITS")
                .doesNotContain(STORMO);
        var stormo = ajour.ajour("login", "--status", "--tenant", STORMO, "--json");
        assertThat(stormo.exitCode()).isEqualTo(40);
        assertThat(JsonMapper.shared().readTree(stormo.out())).singleElement().satisfies(row -> {
            assertThat(row.get("tenant").asString()).isEqualTo(STORMO);
            assertThat(row.get("state").asString()).isEqualTo("none");
            assertThat(row.get("secondsLeft").isNull()).isTrue();
        });
    }

    @Test
    void nobody_has_logged_in_yet() {
        var result = ajour.ajour("login", "--status");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().strip()).isEqualTo("Nobody is logged in.");
    }

    @Test
    void session_is_ended_here_and_at_helseid() {
        people.logIn(LYKKEBY);

        var result = ajour.ajour("login", "--end", "--tenant", LYKKEBY);

        assertThat(result.out()).contains("is ended, here and at HelseID");
        assertThat(ajour.sandbox().helseId().logins().open()).isZero();
        assertThat(sessions()).isZero();
        assertThat(ajour.ajour("login", "--end", "--tenant", LYKKEBY).out()).contains("Nobody is logged in");
        assertThat(actions()).isEqualTo("login, login end");
    }

    @Test
    void session_is_forgotten_here_though_helseid_is_away() {
        people.logIn(LYKKEBY);
        ajour.set("ajour.helseid.http.attempts", "1");
        ajour.sandbox().faults().on(Sandbox.HELSEID, "/connect/revocation").status(503);

        var result = ajour.ajour("login", "--end", "--tenant", LYKKEBY);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("is forgotten here");
        assertThat(sessions()).isZero();
    }

    @Test
    void person_who_gives_up_is_40_and_nothing_is_stored() {
        var result = people.with(LYKKEBY, output -> {
            var page = new LoginBrowser().giveUp(output);
            assertThat(page.text()).contains("ikke fullført").contains("not completed");
        });

        assertThat(result.exitCode()).isEqualTo(40);
        // HelseID's words have a number in them.
        assertThat(result.err()).contains("access_denied: The person with number *** gave up");
        assertThat(sessions()).isZero();
    }

    @Test
    void answer_with_another_state_or_issuer_changes_nothing_and_the_right_one_still_counts() {
        var result = people.with(LYKKEBY, output -> {
            var browser = new LoginBrowser();
            var back = browser.back(output, 1);
            for (var wrong : new String[] {"state", "iss"}) {
                var forged =
                        back.newBuilder().setQueryParameter(wrong, "another").build();
                assertThat(browser.follow(forged).status()).isEqualTo(400);
            }
            var nobodys = back.newBuilder().removeAllQueryParameters("iss").build();
            assertThat(browser.follow(nobodys).status()).isEqualTo(400);
            var denied = back.newBuilder()
                    .setQueryParameter("state", "another")
                    .setQueryParameter("error", "access_denied")
                    .build();
            assertThat(browser.follow(denied).text()).contains("hører ikke til");
            var twice = back.newBuilder().addQueryParameter("state", "another").build();
            assertThat(browser.follow(twice).status()).isEqualTo(400);
            assertThat(browser.follow(back.newBuilder().encodedPath("/other").build())
                            .status())
                    .isEqualTo(404);
            var page = browser.follow(back);
            assertThat(page.text()).contains("HelseID har svart").contains("HelseID has answered");
        });

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("KVART GREVLING");
    }

    @Test
    void code_that_is_not_the_logins_own_is_refused() {
        var result = people.with(LYKKEBY, output -> {
            var browser = new LoginBrowser();
            var back = browser.back(output, 0);
            var stolen = back.newBuilder().setQueryParameter("code", "stolen").build();
            assertThat(browser.follow(stolen).status()).isEqualTo(200);
        });

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains("invalid_grant").contains("log in again");
        assertThat(sessions()).isZero();
    }

    @Test
    void port_that_is_taken_is_told() throws IOException {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            ajour.set("ajour.helseid.login.redirect-port", Integer.toString(taken.getLocalPort()));

            var result = ajour.ajour("login", "--tenant", LYKKEBY);

            assertThat(result.exitCode()).isEqualTo(40);
            assertThat(result.err())
                    .contains("Port " + taken.getLocalPort())
                    .contains("ajour.helseid.login.redirect-port");
        }
    }

    @Test
    void nobody_who_logs_in_in_time_is_30() {
        ajour.set("ajour.helseid.login.wait-for", "1s");

        var result = ajour.ajour("login", "--tenant", LYKKEBY);

        assertThat(result.exitCode()).isEqualTo(30);
        assertThat(result.err()).contains("Nobody logged in within 1 s");
    }

    @Test
    void signal_ends_the_wait_and_nothing_is_stored() {
        try (var process = ajour.start("login", "--tenant", LYKKEBY)) {
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> LoginBrowser.isIn(printed()));
            process.terminate();

            assertThat(process.end(Duration.ofSeconds(20)).exitCode()).isEqualTo(143);
        }
        assertThat(sessions()).isZero();
    }

    // Of the installation's first process.
    private String printed() throws IOException {
        return Files.readString(ajour.folder().resolve("out-0.txt"));
    }

    @Test
    void helseid_that_is_away_is_30() {
        ajour.set("ajour.helseid.http.attempts", "1");
        ajour.sandbox().faults().on(Sandbox.HELSEID, "/connect/par").status(503);

        assertThat(ajour.ajour("login", "--tenant", LYKKEBY).exitCode()).isEqualTo(30);
    }

    @Test
    void scope_that_the_organisation_may_not_have_is_found_while_the_person_is_there() {
        ajour.sandbox().helseId().rejectScope(READ, LYKKEBY);

        var result = people.logIn(LYKKEBY);

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains("came without the scope " + READ);
        // The session itself is good.
        assertThat(ajour.ajour("login", "--status").exitCode()).isZero();
    }

    @Test
    void nothing_to_log_in_for_is_told() {
        ajour.set("ajour.apis.phr.user", "false").unset("ajour.apis.phr-documents.base-url");

        var result = ajour.ajour("login", "--tenant", LYKKEBY);

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains("ajour.apis.NAME.user");
    }

    @Test
    void wrong_usage_is_64() {
        assertThat(ajour.ajour("login").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("login", "--tenant", LYKKEBY, "--tenant", STORMO).exitCode())
                .isEqualTo(64);
        assertThat(ajour.ajour("login", "--status", "--end").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("login", "--json", "--tenant", LYKKEBY).exitCode())
                .isEqualTo(64);
        assertThat(ajour.ajour("login", "--tenant", "999999999").exitCode()).isEqualTo(64);
    }

    private long sessions() {
        return ajour.database()
                .sql("select count(*) from ajour.user_session")
                .query(Long.class)
                .single();
    }

    private String actions() {
        return ajour.database()
                .sql("select string_agg(action, ', ' order by id) from ajour.operator_action")
                .query(String.class)
                .single();
    }
}
