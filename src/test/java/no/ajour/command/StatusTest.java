package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As many municipalities as Norway has, all of them fine but a few. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusTest {
    private static final int TENANTS = 357;
    private static final List<String> JOBS =
            List.of("acknowledgements", "digital-active", "journal-events", "outgoing-events");
    private static final String LATE = orgnr(5);
    private static final String REFUSED = orgnr(6);
    private static final String STOPPED = orgnr(7);
    private static final String NEVER = orgnr(8);

    private Installation ajour;
    private Rows rows;

    @BeforeAll
    void install() {
        var municipalities = new LinkedHashMap<String, String>();
        for (int i = 0; i < TENANTS; i++) {
            municipalities.put(orgnr(i), "Town " + Character.toString('A' + i % 26));
        }
        ajour = Installation.of(Postgres.freshDatabase(), municipalities);
        rows = new Rows(ajour.database());
        for (var job : JOBS) {
            for (var tenant : municipalities.keySet()) {
                boolean never = tenant.equals(NEVER) && job.equals("acknowledgements");
                boolean late = tenant.equals(LATE) && job.equals("journal-events");
                if (!never) {
                    rows.completed(job, tenant, late ? Duration.ofHours(5) : Duration.ofMinutes(20));
                }
            }
        }
        rows.run(
                "digital-active",
                REFUSED,
                "failed",
                40,
                "HelseID refuses the scope for Town G (310000006). (id 3f0c9a3e)",
                Duration.ZERO);
        rows.run(
                "digital-active",
                LATE,
                "failed",
                40,
                "HelseID refuses the scope for Town F (310000005). (id 77aa00ff)",
                Duration.ZERO);
        rows.run("digital-active", STOPPED, "stopped", 143, "Stopped between two transactions.", Duration.ZERO);
        long national = rows.completed("digital-active", "national", Duration.ofMinutes(20));
        rows.completed("housekeeping", "national", Duration.ofHours(5));
        ajour.database().sql("""
                        insert into ajour.position values
                            ('digital-active', 'national', 'offset', 'not a time', now() - interval '80 days', ?)
                        """).param(national).update();
        long failing = rows.completed("journal-events", orgnr(9), Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            rows.letter(failing, "Bundle/" + i, "wrong-type", "It is none.", "{}");
        }
        waiting();
    }

    private void waiting() {
        ajour.database()
                .sql("insert into ajour.tenant (orgnr, name) values (?, 'x')")
                .param(LATE)
                .update();
        ajour.database()
                .sql("insert into ajour.patient (tenant_id, nin) select id, '99999999999' from ajour.tenant")
                .update();
        ajour.database().sql("""
                        insert into ajour.refresh_request (job, tenant_id, patient_id, reason)
                        select 'digital-active', tenant_id, id, 'changed' from ajour.patient
                        """).update();
    }

    @AfterAll
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void healthy_tenants_are_counted_and_only_the_others_have_a_line() {
        var out = Shown.fit(ajour.ajour("status")).out();

        assertThat(out)
                .contains("acknowledgements  356 of 357 tenants fine, oldest success 20 min ago")
                .contains("digital-active    354 of 357 tenants fine")
                .contains("journal-events    356 of 357 tenants fine");
        assertThat(line(out, "journal-events", LATE))
                .contains("late")
                .contains("5 h ago")
                .contains("late since 3 h");
        assertThat(line(out, "digital-active", STOPPED)).contains("stopped");
        assertThat(line(out, "acknowledgements", NEVER)).contains("never run").contains("never");
        assertThat(line(out, "digital-active", "national")).contains("offset aged 80 days of 85 days");
        assertThat(out).doesNotContain(orgnr(100));
        assertThat(out.lines().count()).as("one screen").isLessThan(50);
    }

    @Test
    void what_to_do_is_said_once_for_tenants_with_the_same_trouble() {
        var out = ajour.ajour("status").out();

        assertThat(out.lines().filter(line -> line.contains("HelseID refuses the scope")))
                .hasSize(1);
        assertThat(out)
                .contains("digital-active for " + LATE + ", " + REFUSED + ": failed:")
                .contains("Mend that, then: ajour run digital-active --tenant " + LATE + " --tenant " + REFUSED)
                .contains("ajour dead-letters list --job journal-events --cause wrong-type");
    }

    @Test
    void every_tenant_has_a_line_where_all_are_asked_for_and_one_alone_can_be() {
        var all = Shown.fit(ajour.ajour("status", "--all")).out();
        assertThat(all.lines().filter(line -> line.contains(" ok "))).hasSize(4 * TENANTS - 5 + 2);

        var one = Shown.fit(ajour.ajour("status", "--tenant", orgnr(100))).out();
        assertThat(one).contains(orgnr(100)).doesNotContain(orgnr(101)).contains("Nothing needs attention.");
    }

    @Test
    void json_has_a_row_for_each_job_and_tenant_whatever_the_screen_leaves_out() {
        var rows = JsonMapper.shared()
                .readTree(Shown.numberless(ajour.ajour("status", "--json")).out());

        assertThat(rows.size()).isEqualTo(4 * TENANTS + 2);
        var late = row(rows, "journal-events", LATE);
        assertThat(late.get("state").asString()).isEqualTo("ok");
        assertThat(late.get("lateSince").asString()).endsWith("Z");
        assertThat(row(rows, "digital-active", REFUSED).get("state").asString()).isEqualTo("failed");
        assertThat(row(rows, "digital-active", LATE).get("waiting").asInt()).isEqualTo(1);
        assertThat(row(rows, "acknowledgements", NEVER).get("state").asString()).isEqualTo("never-run");
        assertThat(row(rows, "journal-events", orgnr(9))
                        .get("deadLetters")
                        .get("wrong-type")
                        .asInt())
                .isEqualTo(3);
        var offset = row(rows, "digital-active", "national").get("positions").get(0);
        assertThat(offset.get("name").asString()).isEqualTo("offset");
        assertThat(Duration.between(
                        Instant.parse(offset.get("asOf").asString()),
                        Instant.parse(offset.get("goodUntil").asString())))
                .isEqualTo(Duration.ofDays(85));
    }

    @Test
    void monitoring_gets_an_exit_code() {
        assertThat(ajour.ajour("status").exitCode()).isZero();
        assertThat(ajour.ajour("status", "--check").exitCode()).isEqualTo(10);
        assertThat(ajour.ajour("status", "--check", "--tenant", orgnr(100)).exitCode())
                .isZero();
        assertThat(ajour.ajour("status", "--check", "--tenant", LATE).exitCode())
                .isEqualTo(10);
    }

    @Test
    void wrong_names_are_told_with_the_right_ones() {
        var job = ajour.ajour("status", "journal");
        assertThat(job.exitCode()).isEqualTo(64);
        assertThat(job.err())
                .contains("acknowledgements, digital-active, document-references, health-indicators, housekeeping,"
                        + " journal-events, outgoing-events");

        var tenant = ajour.ajour("status", "--tenant", "974761076");
        assertThat(tenant.exitCode()).isEqualTo(64);
        assertThat(tenant.err()).contains(orgnr(0)).contains("and 338 more");
    }

    private static String line(String out, String job, String tenant) {
        return out.lines()
                .filter(line -> line.startsWith(job) && line.contains(tenant))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No line of " + job + " for " + tenant + " in\n" + out));
    }

    private static JsonNode row(JsonNode rows, String job, String tenant) {
        for (var row : rows) {
            if (row.get("job").asString().equals(job)
                    && row.get("tenant").asString().equals(tenant)) {
                return row;
            }
        }
        throw new AssertionError("No row of " + job + " for " + tenant);
    }

    private static String orgnr(int number) {
        return String.valueOf(310_000_000 + number);
    }
}
