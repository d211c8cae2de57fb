package no.ajour.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Login;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Housekeeping beside the other jobs: what was deleted is met again, and what operators see of it. */
class DeletedEventsTest {
    private static final String LYKKEBY = "310000019";
    private static final String MYRDAL = "310000035";
    private static final String ANN = SyntheticNin.number(1);
    private static final String BO = SyntheticNin.number(2);

    private final EventFactory events = new EventFactory(InstantSource.system(), 3);
    private Installation ajour;
    private JdbcClient database;
    private Login job;

    @BeforeEach
    void install() {
        var superuser = Postgres.freshDatabase();
        ajour = Installation.of(superuser, Map.of(LYKKEBY, "Lykkeby", MYRDAL, "Myrdal"));
        database = ajour.database();
        job = Login.in(superuser, "ajour_job");
        ajour.set("spring.datasource.username", job.name()).set("spring.datasource.password", job.password());
        ajour.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
    }

    @AfterEach
    void remove() throws IOException {
        job.close();
        ajour.close();
    }

    @Test
    void an_event_without_its_resource_is_nothing_new_until_its_content_changes() {
        var jft = ajour.sandbox().jft();
        var composition = jft.add(LYKKEBY, events.composition(ANN));
        var bundle = jft.add(LYKKEBY, events.transaction(BO));
        list(ANN, BO);
        ends(0, "run", "digital-active");
        ends(0, "run", "journal-events");
        journal();
        ends(0, "run", "acknowledgements");
        assertThat(texts("select state from ajour.acknowledgement")).containsExactly("confirmed", "confirmed");
        age("acknowledgement set journaled_at = now() - interval '91 days', confirmed_at = now() - interval '91 days'");

        assertThat(ends(0, "run", "housekeeping")).contains("deleted resources 2");

        assertThat(texts("select distinct resource_type || resource_deleted_at::date::text from ajour.events"
                        + " where resource is null and journaled and acknowledgement_state = 'confirmed'"))
                .hasSize(2);
        for (var view : List.of("bundles", "bundle_entries", "compositions", "composition_sections", "event_codings")) {
            assertThat(texts("select event_id::text from ajour." + view))
                    .as(view)
                    .isEmpty();
        }

        // Met again: in the overlap, in everything, in an audit, by an operator's order, by person.
        var rows = rows();
        ajour.sandbox().book().clear();
        ends(0, "run", "journal-events");
        ends(0, "run", "journal-events", "--full");
        ends(0, "audit", "journal-events");
        ends(0, "resync", "journal-events", "--all", "--yes");
        ends(0, "resync", "journal-events", "--patient", "1");
        assertThat(ajour.sandbox().book().served()).isNotEmpty();
        nothingWaits();
        assertThat(rows()).isEqualTo(rows);

        // JFT moves lastUpdated alone.
        jft.touch(LYKKEBY, "Composition", composition);
        ends(0, "run", "journal-events");
        nothingWaits();
        assertThat(rows()).isNotEqualTo(rows);
        assertThat(texts("select resource_id from ajour.event where resource is not null"))
                .isEmpty();

        // The person leaves the list, and comes up again in everything.
        database.sql("update ajour.patient set listed = false, delisted_at = now() - interval '91 days' where nin = ?")
                .param(BO)
                .update();
        assertThat(ends(0, "run", "housekeeping"))
                .contains("deleted patients 1")
                .contains("deleted details 1");
        assertThat(texts("select resource_id from ajour.event where patient_id is null"))
                .containsExactly(bundle);
        rows = rows();
        ends(0, "run", "journal-events", "--full");
        nothingWaits();
        assertThat(rows()).isEqualTo(rows);
        assertThat(texts("select event_id::text from ajour.unmatched_events")).isEmpty();

        // Other content is an event like any other.
        jft.update(LYKKEBY, "Bundle", bundle, events.transaction(BO));
        jft.update(LYKKEBY, "Composition", composition, events.composition(ANN));
        ends(0, "run", "journal-events");
        assertThat(texts("""
                        select concat_ws(' ', e.resource_id, e.version, p.nin, e.resource_deleted_at) from ajour.event e
                        join ajour.patient p on p.id = e.patient_id where e.resource is not null order by e.id
                        """)).containsExactlyInAnyOrder(composition + " 2 " + ANN, bundle + " 2 " + BO);
        assertThat(texts("select resource_id from ajour.events_to_journal")).containsExactly(composition);
        assertThat(texts("select resource_id from ajour.unmatched_events")).containsExactly(bundle);
        assertThat(ajour.sandbox().book().violations()).isEmpty();
    }

    @Test
    void an_event_of_a_forgotten_person_that_comes_with_the_rest_of_a_page_is_stored_with_the_person_met_anew() {
        list(ANN);
        database.sql("update ajour.patient set listed = false, delisted_at = now() - interval '91 days'")
                .update();
        ends(0, "run", "housekeeping");
        ajour.sandbox().jft().add(LYKKEBY, events.composition(ANN));

        ends(0, "run", "journal-events");

        assertThat(texts("select reason from ajour.unmatched_events")).containsExactly("not-listed");
        list(ANN);
        assertThat(texts("select resource_type from ajour.events_to_journal")).containsExactly("Composition");
    }

    @Test
    void operators_see_one_job_for_all_tenants() {
        var before = ends(0, "status");
        assertThat(line(before)).contains("national").contains("never run");
        assertThat(before.replaceAll("\\s+", " "))
                .contains("housekeeping for national: never run ajour run housekeeping");

        assertThat(ends(0, "run", "housekeeping")).contains("housekeeping: done (1 runs, exit code 0)");

        var after = ends(0, "status");
        assertThat(line(after)).contains("national").contains("ok").doesNotContain("never");
        assertThat(after.lines().filter(line -> line.startsWith("housekeeping")))
                .hasSize(1);
        assertThat(ends(0, "status", "housekeeping")).contains("Nothing needs attention.");
        assertThat(ends(0, "status", "--json").split("\"job\" *: *\"housekeeping\"", -1))
                .hasSize(2);
        assertThat(ends(0, "runs", "housekeeping")).contains("national");
        assertThat(ends(0, "runs", "1")).contains("resources").contains("executions");
        assertThat(ends(0, "restart", "housekeeping")).contains("nothing to restart");
        assertThat(ends(0, "stop", "housekeeping")).contains("Nothing is running");
        assertThat(ends(0, "dead-letters", "list", "--job", "housekeeping")).contains("No dead letters");
        assertThat(ajour.ajour("run", "housekeeping", "--tenant", LYKKEBY).exitCode())
                .isEqualTo(64);
        assertThat(ajour.ajour("run", "housekeeping", "--tenant", LYKKEBY).err())
                .contains("once for all tenants");
        assertThat(ajour.ajour("resync", "housekeeping", "--all", "--yes").exitCode())
                .isEqualTo(64);
        assertThat(ajour.ajour("audit", "housekeeping").exitCode()).isEqualTo(64);
        ajour.set("ajour.jobs.housekeeping.keep.runs", "12h");
        var wrong = ajour.ajour("run", "housekeeping");
        assertThat(wrong.exitCode()).isEqualTo(40);
        assertThat(wrong.err()).contains("ajour.jobs.housekeeping.keep.runs").contains("1d");
    }

    private static String line(String screen) {
        return screen.lines()
                .filter(line -> line.startsWith("housekeeping"))
                .findFirst()
                .orElse("");
    }

    private void journal() {
        assertThat(
                        texts(
                                "select ajour.mark_journaled(event_id, 'J-' || event_id, version) from ajour.events_to_journal"))
                .hasSize(2);
    }

    private void nothingWaits() {
        ends(0, "run", "acknowledgements");
        assertThat(ajour.sandbox().book().acknowledgements()).isEmpty();
        assertThat(texts("select event_id::text from ajour.events_to_journal")).isEmpty();
        assertThat(texts("select event_id::text from ajour.to_journal")).isEmpty();
    }

    private List<String> rows() {
        return texts(
                "select concat_ws(' ', xmin, ctid, resource_id, version, patient_id, resource) from ajour.event order by id");
    }

    private void age(String what) {
        database.sql("update ajour." + what).update();
    }

    private void list(String... numbers) {
        var file =
                ajour.write("patients.csv", "orgnr,fnr\n" + LYKKEBY + "," + String.join("\n" + LYKKEBY + ",", numbers));
        ends(0, "patients", "import", file.toString());
    }

    private List<String> texts(String sql) {
        return database.sql(sql).query(String.class).list();
    }

    private String ends(int exitCode, String... command) {
        var result = ajour.ajour(command);
        assertThat(result.exitCode())
                .as("%s%n%s%s", String.join(" ", command), result.out(), result.err())
                .isEqualTo(exitCode);
        assertThat(OutputWatch.numbersIn(result.out() + result.err())).isEmpty();
        return result.out();
    }
}
