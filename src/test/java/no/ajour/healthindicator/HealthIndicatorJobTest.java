package no.ajour.healthindicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.HealthRecord;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kjernejournal asked about a municipality's patients: what is asked, what is kept, and what happens when it refuses. */
class HealthIndicatorJobTest {
    @SuppressWarnings("NullAway.Init")
    private HikariDataSource database;

    @SuppressWarnings("NullAway.Init")
    private Asking asking;

    @BeforeEach
    void install() {
        database = Postgres.freshDatabase();
        asking = new Asking(database);
    }

    @AfterEach
    void remove() throws IOException {
        asking.close();
    }

    @Test
    void every_status_is_kept_with_what_belongs_to_it_and_no_ticket() {
        asking.know(0, HealthRecord.NONE);
        asking.know(1, HealthRecord.AVAILABLE);
        asking.know(2, HealthRecord.of(3));
        asking.know(3, HealthRecord.critical("OVER_REAK", "2022-05-18T11:01:55.000Z"));
        asking.know(4, new HealthRecord(2, java.util.Map.of(), List.of("LEGEMIDLER"), true, true, false));

        asking.run(0);

        assertThat(asking.rows("""
                select h.status || ' ' || h.status_text || ' ' || coalesce(h.critical_info_changed_at::text, '-') || ' '
                       || h.critical_info::text || ' ' || h.locks::text || ' ' || h.has_blocked_personnel || ' '
                       || h.has_locked_prescriptions || ' ' || h.has_medicines
                from ajour.health_indicator h join ajour.patient p on p.id = h.patient_id order by p.id
                """))
                .hasSize(5)
                .anySatisfy(row -> assertThat(row)
                        .startsWith("4 Status 4 i kjernejournal 2022-05-18")
                        .contains("\"kategori\": \"OVER_REAK\""))
                .anySatisfy(row -> assertThat(row).endsWith("- [] [\"LEGEMIDLER\"] true true false"));
        assertThat(asking.rows("select event_id from ajour.health_indicator"))
                .allMatch(event -> event.startsWith("Id-"))
                .doesNotHaveDuplicates();
        assertThat(asking.rows("select to_jsonb(h)::text from ajour.health_indicator h"))
                .noneMatch(row -> row.contains("ca2gve"));
        assertThat(asking.ajour.sandbox().book().indicatorsAsked())
                .extracting(Book.IndicatorAsked::fnr)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 5).mapToObj(SyntheticNin::number).toList());
        assertThat(asking.ajour.sandbox().book().indicatorsAsked())
                .allMatch(asked -> asked.fields().equals(List.of("fnr")));
        assertThat(asking.ajour.sandbox().book().violations()).isEmpty();
    }

    @Test
    void nobody_is_asked_about_twice_while_nothing_happens() {
        asking.run(0);
        asking.run(0);

        assertThat(asking.asked()).isEqualTo(5);
    }

    @Test
    void number_that_kjernejournal_holds_for_invalid_is_an_answer() {
        asking.ajour.sandbox().kjernejournal().everyoneElse(fnr -> HealthRecord.AVAILABLE);
        asking.ajour.sandbox().kjernejournal().holdForInvalid(SyntheticNin.number(1));

        asking.run(0);

        assertThat(asking.rows("select status::text from ajour.health_indicator order by status"))
                .containsExactly("0", "2", "2", "2", "2");
    }

    @Test
    void refusal_of_one_patient_is_a_dead_letter_and_others_are_stored() {
        asking.ajour.sandbox().kjernejournal().refuse(SyntheticNin.number(1), "KJF-000017 Patient not active");

        asking.run(10);

        assertThat(asking.rows("select cause || ' ' || message from ajour.dead_letter"))
                .singleElement()
                .asString()
                .startsWith("number-not-accepted")
                .contains("KJF-000017")
                .contains("X-EVENT-ID Id-");
        assertThat(asking.rows("select 1::text from ajour.health_indicator")).hasSize(4);
        // Not asked about at once again, though it has no answer.
        asking.run(0);
        assertThat(asking.asked()).isEqualTo(5);

        asking.ajour.sandbox().kjernejournal().accept(SyntheticNin.number(1));
        assertThat(asking.ajour.ajour("dead-letters", "retry", "--all").exitCode())
                .isZero();
        assertThat(asking.rows("select state from ajour.dead_letter")).containsExactly("resolved");
    }

    @Test
    void organisation_without_access_ends_the_run_before_anyone_is_a_dead_letter() {
        asking.ajour.sandbox().kjernejournal().shutOut(Asking.LYKKEBY);

        var result = asking.ajour.ajour("run", "health-indicators");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out() + result.err()).contains("KJF-000022").contains("access to Kjernejournal");
        assertThat(asking.rows("select cause from ajour.dead_letter")).isEmpty();
        asking.ajour.sandbox().kjernejournal().letIn(Asking.LYKKEBY);
        asking.run(0);
        assertThat(asking.rows("select 1::text from ajour.health_indicator")).hasSize(5);
    }

    @Test
    void kjernejournals_own_fault_is_for_later() {
        asking.ajour.sandbox().kjernejournal().refuse(SyntheticNin.number(1), "KJS-000003 Internal");

        assertThat(asking.ajour.ajour("run", "health-indicators").exitCode()).isEqualTo(30);

        assertThat(asking.rows("select cause from ajour.dead_letter")).isEmpty();
        asking.ajour.sandbox().kjernejournal().accept(SyntheticNin.number(1));
        asking.run(0);
        assertThat(asking.rows("select 1::text from ajour.health_indicator")).hasSize(5);
    }

    @Test
    void nothing_is_asked_without_leave() {
        asking.ajour.set(Asking.JOB + "polling-agreed-with-nhn", "false");

        var result = asking.ajour.ajour("run", "health-indicators");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out() + result.err()).contains("polling-agreed-with-nhn is not true");

        asking.ajour.set(Asking.JOB + "polling-agreed-with-nhn", "true").unset(Asking.JOB + "tenants");
        var all = asking.ajour.ajour("run", "health-indicators");
        assertThat(all.exitCode()).isEqualTo(40);
        assertThat(all.out() + all.err()).contains("tenants does not name " + Asking.LYKKEBY);
        assertThat(asking.asked()).isZero();
    }

    @Test
    void nothing_is_asked_while_nobody_has_said_which_system_asks() {
        asking.ajour.unset("ajour.http.ehr-system");

        var result = asking.ajour.ajour("run", "health-indicators");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out() + result.err()).contains("ajour.http.ehr-system is not set");
        assertThat(asking.asked()).isZero();
    }

    @Test
    void how_far_back_medicines_are_looked_for_is_sent_where_it_is_set() {
        asking.ajour.set(Asking.JOB + "medicines-since", "1y");

        asking.run(0);

        assertThat(asking.ajour.sandbox().book().indicatorsAsked()).hasSize(5).allMatch(asked -> asked.fields()
                .equals(List.of("fnr", "legemiddelFraDato")));
        assertThat(asking.ajour.sandbox().book().violations()).isEmpty();
    }

    @Test
    void old_answer_is_renewed_where_the_installation_says_how_old() {
        asking.run(0);
        asking.ajour
                .database()
                .sql("update ajour.patient set listed_at = listed_at - interval '60 days'")
                .update();
        asking.ajour
                .database()
                .sql("update ajour.asked set asked_at = asked_at - interval '31 days' where patient_id % 2 = 0")
                .update();
        asking.run(0);
        assertThat(asking.asked()).isEqualTo(5);

        asking.ajour.set(Asking.JOB + "ask-again", "30d");
        asking.run(0);

        assertThat(asking.asked()).isBetween(7L, 8L);
        assertThat(asking.rows(
                        "select 1::text from ajour.asked where asked_at < clock_timestamp() - interval '30 days'"))
                .isEmpty();
    }

    @Test
    void operator_has_one_patient_or_everyone_asked_about_again() {
        asking.run(0);
        asking.know(2, HealthRecord.of(3));
        var patient = asking.rows("select id::text from ajour.patient where nin = '" + SyntheticNin.number(2) + "'")
                .getFirst();

        assertThat(asking.ajour
                        .ajour("resync", "health-indicators", "--patient", patient)
                        .exitCode())
                .isZero();

        assertThat(asking.asked()).isEqualTo(6);
        assertThat(asking.rows("select status::text from ajour.health_indicator where patient_id = " + patient))
                .containsExactly("3");
        assertThat(asking.ajour.ajour("run", "health-indicators", "--full").exitCode())
                .isZero();
        assertThat(asking.asked()).isEqualTo(11);
    }

    @Test
    void person_who_leaves_the_list_is_not_asked_about_and_not_shown() {
        asking.run(0);
        var rest = asking.ajour.write("rest.csv", "fnr\n" + SyntheticNin.number(0) + "\n");
        assertThat(asking.ajour
                        .ajour("patients", "import", rest.toString(), "--tenant", Asking.LYKKEBY, "--complete")
                        .exitCode())
                .isZero();

        assertThat(asking.ajour.ajour("run", "health-indicators", "--full").exitCode())
                .isZero();

        assertThat(asking.asked()).isEqualTo(6);
        assertThat(asking.rows("select nin from ajour.health_indicators")).containsExactly(SyntheticNin.number(0));
    }

    @Test
    void job_is_off_as_it_comes() {
        asking.ajour.unset(Asking.JOB + "enabled");

        assertThat(asking.ajour.ajour("run", "health-indicators").out()).contains("health-indicators is off");
        assertThat(asking.asked()).isZero();
    }
}
