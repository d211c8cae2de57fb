package no.ajour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Login;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The commands of operators with the rights of ajour_operator and no more. */
class OperatorRightsTest {
    private static final String LYKKEBY = "310000019";

    private Installation ajour;
    private JdbcClient database;
    private Login operator;

    @BeforeEach
    void install() {
        var superuser = Postgres.freshDatabase();
        ajour = Installation.of(superuser, Map.of(LYKKEBY, "Lykkeby"));
        database = ajour.database();
        operator = Login.in(superuser, "ajour_operator");
        ajour.set("spring.datasource.username", operator.name()).set("spring.datasource.password", operator.password());
    }

    @AfterEach
    void remove() throws IOException {
        operator.close();
        ajour.close();
    }

    @Test
    void operators_rights_are_enough_for_every_command_of_theirs() {
        var patients = List.of(SyntheticNin.number(1), SyntheticNin.number(2));
        ajour.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
        var events = new EventFactory(InstantSource.system(), 3);
        patients.forEach(fnr -> ajour.sandbox().jft().add(LYKKEBY, events.composition(fnr)));
        ajour.sandbox()
                .jft()
                .addRaw(
                        LYKKEBY,
                        "Composition",
                        "broken",
                        Instant.now(),
                        "{\"resourceType\":\"Composition\",\"id\":\"broken\",\"meta\":{\"lastUpdated\":\""
                                + Instant.now() + "\"},\"title\":\"\\u0000\"}");
        var list = ajour.write(
                "patients.csv", "orgnr,fnr\n" + LYKKEBY + "," + String.join("\n" + LYKKEBY + ",", patients));

        ends(0, "patients", "import", list.toString());
        assertThat(ajour.ajour("doctor").out())
                .contains("ok      rights       " + operator.name() + " may read and write");
        ends(0, "run", "digital-active");
        ends(10, "run", "journal-events");
        ends(0, "run", "acknowledgements");
        ends(0, "status");
        ends(0, "runs");
        ends(0, "runs", "1");
        ends(0, "dead-letters", "list");
        assertThat(ends(0, "dead-letters", "show", "1", "--payload")).contains("broken");
        ends(10, "dead-letters", "retry", "1");
        ends(0, "dead-letters", "discard", "1", "--why", "it is none");
        ends(0, "resync", "--patient", "1");
        ends(0, "resync", "digital-active", "--all", "--yes");
        // What JFT has and cannot be stored is a letter again.
        assertThat(ajour.ajour("audit").exitCode()).isIn(0, 10);
        ends(0, "positions", "show");
        ends(
                0,
                "positions",
                "set",
                "journal-events",
                LYKKEBY,
                "Composition",
                "2026-01-01T00:00:00Z",
                "--why",
                "to try",
                "--confirm",
                "journal-events");
        // Nothing runs, and the last run has not failed: they look, and have nothing to do.
        for (var idle : List.of("stop", "restart")) {
            var result = ajour.ajour(idle, "digital-active");
            assertThat(result.out() + result.err()).as(idle).isNotBlank().doesNotContain("permission denied");
        }

        assertThat(database.sql("select distinct database_role from ajour.operator_action")
                        .query(String.class)
                        .list())
                .containsExactly(operator.name());
        assertThat(database.sql("select distinct action from ajour.operator_action")
                        .query(String.class)
                        .list())
                .contains(
                        "dead-letters show --payload",
                        "dead-letters retry",
                        "dead-letters discard",
                        "resync",
                        "audit",
                        "positions set");
    }

    private String ends(int exitCode, String... command) {
        var result = ajour.ajour(command);
        assertThat(result.exitCode())
                .as("%s%n%s%s", String.join(" ", command), result.out(), result.err())
                .isEqualTo(exitCode);
        return result.out();
    }
}
