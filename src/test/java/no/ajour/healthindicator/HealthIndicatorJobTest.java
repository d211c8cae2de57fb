package no.ajour.healthindicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.HealthRecord;
import no.ajour.sandbox.Sandbox;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kjernejournal asked about a municipality's patients: what is asked, what is kept, and what happens when it refuses. */
class HealthIndicatorJobTest {
    private static final String LYKKEBY = "310000019";
    private static final String HEIA = "310000020";
    private static final String JOB = "ajour.jobs.health-indicators.";

    @SuppressWarnings("NullAway.Init")
    private Installation ajour;

    @SuppressWarnings("NullAway.Init")
    private HikariDataSource database;

    @BeforeEach
    void install() {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(HEIA, "Heia");
        database = Postgres.freshDatabase();
        ajour = Installation.of(database, municipalities)
                .set(JOB + "enabled", "true")
                .set(JOB + "polling-agreed-with-nhn", "true")
                .set(JOB + "tenants", LYKKEBY)
                .set("ajour.http.ehr-system", "Journal 4.2");
        list(0, 1, 2, 3, 4);
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void every_status_is_kept_with_what_belongs_to_it_and_no_ticket() {
        know(0, HealthRecord.NONE);
        know(1, HealthRecord.AVAILABLE);
        know(2, HealthRecord.of(3));
        know(3, HealthRecord.critical("OVER_REAK", "2022-05-18T11:01:55.000Z"));
        know(4, new HealthRecord(2, java.util.Map.of(), List.of("LEGEMIDLER"), true, true, false));

        run(0);

        assertThat(rows("""
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
        assertThat(rows("select event_id from ajour.health_indicator"))
                .allMatch(event -> event.startsWith("Id-"))
                .doesNotHaveDuplicates();
        assertThat(rows("select to_jsonb(h)::text from ajour.health_indicator h"))
                .noneMatch(row -> row.contains("ca2gve"));
        assertThat(ajour.sandbox().book().indicatorsAsked())
                .extracting(Book.IndicatorAsked::fnr)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 5).mapToObj(SyntheticNin::number).toList());
        assertThat(ajour.sandbox().book().indicatorsAsked())
                .allMatch(asked -> asked.fields().equals(List.of("fnr")));
        assertThat(ajour.sandbox().book().violations()).isEmpty();
    }

    @Test
    void nobody_is_asked_about_twice_while_nothing_happens() {
        run(0);
        run(0);

        assertThat(asked()).isEqualTo(5);
    }

    @Test
    void patient_with_a_new_event_is_asked_about_again() {
        run(0);
        var events = new EventFactory(InstantSource.system(), 1);
        ajour.sandbox().jft().add(LYKKEBY, events.any(SyntheticNin.number(2), 1));
        assertThat(ajour.ajour("run", "journal-events").exitCode()).isZero();
        know(2, HealthRecord.of(3));

        run(0);

        assertThat(asked()).isEqualTo(6);
        assertThat(rows("select status::text from ajour.health_indicators where nin = '" + SyntheticNin.number(2)
                        + "'"))
                .containsExactly("3");
    }

    @Test
    void event_that_only_has_a_new_time_is_no_news() {
        var events = new EventFactory(InstantSource.system(), 1);
        ajour.sandbox().jft().add(LYKKEBY, events.composition(SyntheticNin.number(2)));
        assertThat(ajour.ajour("run", "journal-events").exitCode()).isZero();
        run(0);
        run(0);
        assertThat(asked()).isEqualTo(5);

        var version = ajour.sandbox().jft().versions(LYKKEBY).iterator().next();
        ajour.sandbox().jft().touch(LYKKEBY, version.type(), version.id());
        assertThat(ajour.ajour("run", "journal-events").out()).contains("restamped 1");
        run(0);

        assertThat(asked()).isEqualTo(5);
    }

    @Test
    void change_of_a_transaction_that_commits_late_is_not_missed() throws Exception {
        run(0);
        try (var late = database.getConnection();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            // As a job would that stores a status, and is slow to commit.
            statement.execute("""
                    insert into ajour.digital_active (patient_id, tenant_id, area, active_self, active_via_others,
                                                      proxy_granted, changed_at, synced_at, run_id)
                    select id, tenant_id, 3, true, true, false, now(), now(), (select min(id) from ajour.run)
                    from ajour.patient where nin = '%s'
                    """.formatted(SyntheticNin.number(3)));
            var events = new EventFactory(InstantSource.system(), 1);
            ajour.sandbox().jft().add(LYKKEBY, events.any(SyntheticNin.number(2), 1));
            assertThat(ajour.ajour("run", "journal-events").exitCode()).isZero();
            run(0);
            late.commit();
        }
        run(0);
        run(0);

        var asked = ajour.sandbox().book().indicatorsAsked().stream()
                .skip(5)
                .map(Book.IndicatorAsked::fnr)
                .toList();
        assertThat(asked).containsExactlyInAnyOrder(SyntheticNin.number(2), SyntheticNin.number(3));
    }

    @Test
    void everyone_is_asked_about_when_changes_have_been_forgotten() {
        run(0);
        var events = new EventFactory(InstantSource.system(), 1);
        ajour.sandbox().jft().add(LYKKEBY, events.any(SyntheticNin.number(2), 1));
        assertThat(ajour.ajour("run", "journal-events").exitCode()).isZero();
        assertThat(rows("select ajour.forget_changes(clock_timestamp() + interval '1 day', 10000)::text"))
                .doesNotContain("0");

        run(0);

        assertThat(asked()).isEqualTo(10);
        assertThat(rows("select reason from ajour.run order by id desc limit 1"))
                .singleElement()
                .asString()
                .contains("Everyone is asked about");
        run(0);
        assertThat(asked()).isEqualTo(10);
    }

    @Test
    void number_that_kjernejournal_holds_for_invalid_is_an_answer() {
        ajour.sandbox().kjernejournal().everyoneElse(fnr -> HealthRecord.AVAILABLE);
        ajour.sandbox().kjernejournal().holdForInvalid(SyntheticNin.number(1));

        run(0);

        assertThat(rows("select status::text from ajour.health_indicator order by status"))
                .containsExactly("0", "2", "2", "2", "2");
    }

    @Test
    void refusal_of_one_patient_is_a_dead_letter_and_others_are_stored() {
        ajour.sandbox().kjernejournal().refuse(SyntheticNin.number(1), "KJF-000017 Patient not active");

        run(10);

        assertThat(rows("select cause || ' ' || message from ajour.dead_letter"))
                .singleElement()
                .asString()
                .startsWith("number-not-accepted")
                .contains("KJF-000017")
                .contains("X-EVENT-ID Id-");
        assertThat(rows("select 1::text from ajour.health_indicator")).hasSize(4);
        // Not asked about at once again, though it has no answer.
        run(0);
        assertThat(asked()).isEqualTo(5);

        ajour.sandbox().kjernejournal().accept(SyntheticNin.number(1));
        assertThat(ajour.ajour("dead-letters", "retry", "--all").exitCode()).isZero();
        assertThat(rows("select state from ajour.dead_letter")).containsExactly("resolved");
    }

    @Test
    void organisation_without_access_ends_the_run_before_anyone_is_a_dead_letter() {
        ajour.sandbox().kjernejournal().shutOut(LYKKEBY);

        var result = ajour.ajour("run", "health-indicators");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out() + result.err()).contains("KJF-000022").contains("access to Kjernejournal");
        assertThat(rows("select cause from ajour.dead_letter")).isEmpty();
        ajour.sandbox().kjernejournal().letIn(LYKKEBY);
        run(0);
        assertThat(rows("select 1::text from ajour.health_indicator")).hasSize(5);
    }

    @Test
    void kjernejournals_own_fault_is_for_later() {
        ajour.sandbox().kjernejournal().refuse(SyntheticNin.number(1), "KJS-000003 Internal");

        assertThat(ajour.ajour("run", "health-indicators").exitCode()).isEqualTo(30);

        assertThat(rows("select cause from ajour.dead_letter")).isEmpty();
        ajour.sandbox().kjernejournal().accept(SyntheticNin.number(1));
        run(0);
        assertThat(rows("select 1::text from ajour.health_indicator")).hasSize(5);
    }

    @Test
    void nothing_is_asked_without_leave() {
        ajour.set(JOB + "polling-agreed-with-nhn", "false");

        var result = ajour.ajour("run", "health-indicators");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out() + result.err()).contains("polling-agreed-with-nhn is not true");

        ajour.set(JOB + "polling-agreed-with-nhn", "true").unset(JOB + "tenants");
        var all = ajour.ajour("run", "health-indicators");
        assertThat(all.exitCode()).isEqualTo(40);
        assertThat(all.out() + all.err()).contains("tenants does not name " + LYKKEBY);
        assertThat(asked()).isZero();
    }

    @Test
    void nothing_is_asked_while_nobody_has_said_which_system_asks() {
        ajour.unset("ajour.http.ehr-system");

        var result = ajour.ajour("run", "health-indicators");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.out() + result.err()).contains("ajour.http.ehr-system is not set");
        assertThat(asked()).isZero();
    }

    @Test
    void how_far_back_medicines_are_looked_for_is_sent_where_it_is_set() {
        ajour.set(JOB + "medicines-since", "1y");

        run(0);

        assertThat(ajour.sandbox().book().indicatorsAsked()).hasSize(5).allMatch(asked -> asked.fields()
                .equals(List.of("fnr", "legemiddelFraDato")));
        assertThat(ajour.sandbox().book().violations()).isEmpty();
    }

    @Test
    void old_answer_is_renewed_where_the_installation_says_how_old() {
        run(0);
        ajour.database()
                .sql("update ajour.patient set listed_at = listed_at - interval '60 days'")
                .update();
        ajour.database()
                .sql("update ajour.asked set asked_at = asked_at - interval '31 days' where patient_id % 2 = 0")
                .update();
        run(0);
        assertThat(asked()).isEqualTo(5);

        ajour.set(JOB + "ask-again", "30d");
        run(0);

        assertThat(asked()).isBetween(7L, 8L);
        assertThat(rows("select 1::text from ajour.asked where asked_at < clock_timestamp() - interval '30 days'"))
                .isEmpty();
    }

    @Test
    void operator_has_one_patient_or_everyone_asked_about_again() {
        run(0);
        know(2, HealthRecord.of(3));
        var patient = rows("select id::text from ajour.patient where nin = '" + SyntheticNin.number(2) + "'")
                .getFirst();

        assertThat(ajour.ajour("resync", "health-indicators", "--patient", patient)
                        .exitCode())
                .isZero();

        assertThat(asked()).isEqualTo(6);
        assertThat(rows("select status::text from ajour.health_indicator where patient_id = " + patient))
                .containsExactly("3");
        assertThat(ajour.ajour("run", "health-indicators", "--full").exitCode()).isZero();
        assertThat(asked()).isEqualTo(11);
    }

    @Test
    void person_who_leaves_the_list_is_not_asked_about_and_not_shown() {
        run(0);
        var rest = ajour.write("rest.csv", "fnr\n" + SyntheticNin.number(0) + "\n");
        assertThat(ajour.ajour("patients", "import", rest.toString(), "--tenant", LYKKEBY, "--complete")
                        .exitCode())
                .isZero();

        assertThat(ajour.ajour("run", "health-indicators", "--full").exitCode()).isZero();

        assertThat(asked()).isEqualTo(6);
        assertThat(rows("select nin from ajour.health_indicators")).containsExactly(SyntheticNin.number(0));
    }

    @Test
    void job_is_off_as_it_comes() {
        ajour.unset(JOB + "enabled");

        assertThat(ajour.ajour("run", "health-indicators").out()).contains("health-indicators is off");
        assertThat(asked()).isZero();
    }

    private void list(int... patients) {
        assertThat(ajour.ajour("migrate").exitCode()).isZero();
        var rows = IntStream.of(patients)
                .mapToObj(patient -> LYKKEBY + ";" + SyntheticNin.number(patient) + "\n")
                .collect(Collectors.joining("", "orgnr;fnr\n", ""));
        var file = ajour.write("patients.csv", rows);
        assertThat(ajour.ajour("patients", "import", file.toString()).exitCode())
                .isZero();
    }

    private void know(int patient, HealthRecord record) {
        ajour.sandbox().kjernejournal().know(SyntheticNin.number(patient), record);
    }

    private void run(int exitCode) {
        var result = ajour.ajour("run", "health-indicators");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    }

    private long asked() {
        return ajour.sandbox().book().requests(Sandbox.KJERNEJOURNAL).stream()
                .filter(request -> request.path().contains("helseindikator"))
                .count();
    }

    private List<String> rows(String sql) {
        return ajour.database().sql(sql).query(String.class).list();
    }
}
