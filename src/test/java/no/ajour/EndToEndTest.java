package no.ajour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.PublishedExamples;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Login;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The three jobs, with the rights of jobs and no more, one after the other through the command line, and after each of them both sides' books compared: what
 * the sandbox served and received against what the tables hold.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {
    private static final String LYKKEBY = "310000019";
    private static final String MYRDAL = "310000035";
    private static final int PATIENTS = 150;
    private static final int FIRST_NON_LOCAL = 500_000;
    private static final int NON_LOCAL = 3_000;

    private final EventFactory events = new EventFactory(InstantSource.system(), 11);
    private final Map<String, List<String>> patients = new LinkedHashMap<>();
    private final List<String> shown = new ArrayList<>();
    private Installation ajour;
    private JdbcClient database;
    private Login job;
    private Login ehr;
    private boolean changesMade;

    @BeforeAll
    void install() {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(MYRDAL, "Myrdal");
        var superuser = Postgres.freshDatabase();
        ajour = Installation.of(superuser, municipalities);
        database = ajour.database();
        job = Login.in(superuser, "ajour_job");
        ajour.set("spring.datasource.username", job.name()).set("spring.datasource.password", job.password());
        ehr = Login.in(superuser, "ajour_consumer");
        assertThat(column("select ajour.grant_tenant('" + ehr.name() + "')")).hasSize(1);
        patients.put(LYKKEBY, numbers(0, PATIENTS));
        // Ten persons are on both municipalities' lists.
        patients.put(MYRDAL, numbers(PATIENTS - 10, PATIENTS));
        ajour.sandbox().helsenorge().everyoneElse(fnr -> fnr.charAt(5) < '5' ? Citizen.ACTIVE : Citizen.INACTIVE);
        ajour.sandbox()
                .helsenorge()
                .changed(() -> SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, FIRST_NON_LOCAL, NON_LOCAL));
        importPatients();
    }

    @AfterAll
    void remove() throws IOException {
        ehr.close();
        job.close();
        ajour.close();
    }

    @Test
    @Order(1)
    void first_run_asks_about_everyone_on_a_list_and_nobody_else() {
        assertThat(run("digital-active")).isZero();

        assertThat(asked()).isEqualTo(local());
        assertThat(statuses().equals(expectedStatuses()))
                .as("every status as at Helsenorge")
                .isTrue();
    }

    @Test
    @Order(2)
    void changes_are_asked_about_once_and_only_those_that_are_local() {
        var changed = changed();
        changesMade = true;
        changed.forEach(fnr -> ajour.sandbox().helsenorge().change(fnr, new Citizen(true, true, true)));
        ajour.sandbox()
                .helsenorge()
                .changed(() -> SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, FIRST_NON_LOCAL, NON_LOCAL));
        ajour.sandbox().book().clear();

        assertThat(run("digital-active")).isZero();

        // The last of Lykkeby's is on Myrdal's list too, and is asked about for both.
        assertThat(ajour.sandbox().book().numbersAsked().sorted().toList())
                .isEqualTo(java.util.stream.Stream.of(changed.getFirst(), changed.getLast(), changed.getLast())
                        .sorted()
                        .toList());
        assertThat(statuses().equals(expectedStatuses()))
                .as("every status as at Helsenorge")
                .isTrue();
    }

    @Test
    @Order(3)
    void every_event_that_was_served_is_stored_in_its_newest_version() {
        patients.forEach((orgnr, numbers) -> {
            for (int i = 0; i < 120; i++) {
                ajour.sandbox().jft().add(orgnr, events.any(numbers.get(i), i));
            }
            ajour.sandbox().jft().add(orgnr, events.documentWithLocalNumber("4711"));
            ajour.sandbox().jft().add(orgnr, events.composition(SyntheticNin.number(400_000)));
        });
        PublishedExamples.all()
                .forEach(example ->
                        ajour.sandbox().jft().add(LYKKEBY, example.resource().deepCopy()));

        assertThat(run("journal-events")).isIn(0, 10);

        patients.keySet().forEach(orgnr -> assertThat(stored(orgnr)).isEqualTo(served(orgnr)));
        assertThat(column("""
                        select unmatched from ajour.event where patient_id is null and unmatched is null
                        """)).isEmpty();
        assertThat(count("""
                        select count(*) from ajour.event join ajour.patient on patient.id = patient_id
                        where not listed
                        """)).isEqualTo(2);
    }

    @Test
    @Order(4)
    void nothing_is_acknowledged_that_the_ehr_has_not_journaled() throws SQLException {
        assertThat(run("acknowledgements")).isZero();
        assertThat(ajour.sandbox().book().acknowledgements()).isEmpty();

        var journaled = journal("""
                with chosen as materialized (
                    select event_id, version, resource_type, resource_id from ajour.events_to_journal where event_id % 3 = 0
                )
                select resource_type || '/' || resource_id from chosen
                where ajour.mark_journaled(event_id, 'note ' || event_id, version) is not null
                """);
        assertThat(journaled).hasSizeGreaterThan(50);
        assertThat(run("acknowledgements")).isZero();

        assertThat(ajour.sandbox().book().acknowledgements().stream().map(entry -> entry.type() + "/" + entry.id()))
                .containsExactlyInAnyOrderElementsOf(journaled);
        assertThat(count("select count(*) from ajour.acknowledgement where state = 'confirmed'"))
                .isEqualTo(journaled.size());
    }

    @Test
    @Order(5)
    void second_unchanged_run_makes_no_call_and_no_row_version() {
        // The acknowledgements may have moved lastUpdated: taken in first.
        assertThat(run("journal-events")).isIn(0, 10);
        var before = rowVersions();
        ajour.sandbox().book().clear();

        assertThat(run("digital-active")).isZero();
        assertThat(run("journal-events")).isIn(0, 10);
        assertThat(run("acknowledgements")).isZero();

        assertThat(ajour.sandbox().book().asked()).isEmpty();
        assertThat(ajour.sandbox().book().acknowledgements()).isEmpty();
        assertThat(ajour.sandbox().book().requests("jft-write")).isEmpty();
        assertThat(rowVersions()).isEqualTo(before);
    }

    @Test
    @Order(6)
    void event_of_a_person_who_is_listed_later_is_matched_by_that() {
        patients.computeIfPresent(LYKKEBY, (orgnr, numbers) -> {
            var all = new ArrayList<>(numbers);
            all.add(SyntheticNin.number(400_000));
            return all;
        });
        importPatients();

        assertThat(count("""
                        select count(*) from ajour.event
                        join ajour.patient on patient.id = patient_id and listed
                        join ajour.tenant on tenant.id = patient.tenant_id and orgnr = '310000019'
                        where nin = '%s'
                        """.formatted(SyntheticNin.number(400_000)))).isEqualTo(1);
        ajour.sandbox().book().clear();
        assertThat(run("digital-active")).isZero();
        assertThat(asked()).containsExactly(SyntheticNin.number(400_000));
    }

    @Test
    @Order(7)
    void national_lists_other_numbers_are_nowhere_in_the_database() {
        Set<String> nonLocal = SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, FIRST_NON_LOCAL, NON_LOCAL)
                .mapToObj("%011d"::formatted)
                .collect(Collectors.toSet());
        var tables = column("""
                select format('%I.%I', table_schema, table_name) from information_schema.tables
                where table_schema in ('ajour', 'batch', 'public') and table_type = 'BASE TABLE'
                """);
        assertThat(tables).hasSizeGreaterThan(15);
        for (var table : tables) {
            // Whole rows as text: every column of every type.
            column("select t::text from " + table + " as t")
                    .forEach(row -> assertThat(elevenDigits(row)).as(table).doesNotContainAnyElementsOf(nonLocal));
        }
    }

    @Test
    @Order(8)
    void only_patients_and_resources_hold_numbers() {
        var tables = column("""
                select format('%I.%I', table_schema, table_name) from information_schema.tables
                where table_schema in ('ajour', 'batch') and table_type = 'BASE TABLE'
                  and table_name not in ('patient', 'event', 'dead_letter_payload')
                """);
        for (var table : tables) {
            column("select t::text from " + table + " as t")
                    .forEach(row ->
                            assertThat(OutputWatch.numbersIn(row)).as(table).isEmpty());
        }
        assertThat(column("select (to_jsonb(e) - 'resource' - 'content_digest')::text from ajour.event e"))
                .allSatisfy(row -> assertThat(OutputWatch.numbersIn(row)).isEmpty());
        assertThat(column("select to_jsonb(d)::text from ajour.dead_letter d"))
                .allSatisfy(row -> assertThat(OutputWatch.numbersIn(row)).isEmpty());
    }

    @Test
    @Order(9)
    void protocols_were_kept_and_nothing_shown_holds_a_number() {
        assertThat(ajour.sandbox().book().violations()).isEmpty();
        assertThat(shown).hasSizeGreaterThan(8).allSatisfy(output -> assertThat(OutputWatch.numbersIn(output))
                .isEmpty());
    }

    private int run(String job) {
        var result = ajour.ajour("run", job);
        shown.add(result.out());
        shown.add(result.err());
        return result.exitCode();
    }

    private void importPatients() {
        var csv = new StringBuilder("orgnr,fnr\n");
        patients.forEach((orgnr, numbers) -> numbers.forEach(
                number -> csv.append(orgnr).append(',').append(number).append('\n')));
        var result = ajour.ajour(
                "patients",
                "import",
                ajour.write("patients.csv", csv.toString()).toString());
        shown.add(result.out());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private static List<String> numbers(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(SyntheticNin::number)
                .toList();
    }

    // The first and the last person of Lykkeby's first list.
    private static List<String> changed() {
        return List.of(SyntheticNin.number(0), SyntheticNin.number(PATIENTS - 1));
    }

    private Set<String> local() {
        return patients.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    private Set<String> asked() {
        return ajour.sandbox().book().numbersAsked().collect(Collectors.toSet());
    }

    private Map<String, String> statuses() {
        var statuses = new TreeMap<String, String>();
        database.sql("""
                        select orgnr || ' ' || nin, active_self || ' ' || active_via_others || ' ' || proxy_granted
                        from ajour.patient
                        join ajour.tenant on tenant.id = tenant_id
                        left join ajour.digital_active on patient_id = patient.id
                        where listed
                        """)
                .query((row, number) -> statuses.put(row.getString(1), String.valueOf(row.getString(2))))
                .list();
        return statuses;
    }

    private Map<String, String> expectedStatuses() {
        var changed = changed();
        var expected = new TreeMap<String, String>();
        patients.forEach((orgnr, numbers) -> numbers.forEach(fnr -> expected.put(
                orgnr + " " + fnr,
                changesMade && changed.contains(fnr)
                        ? "true true true"
                        : fnr.charAt(5) < '5' ? "true false false" : "false false false")));
        return expected;
    }

    private Map<String, Instant> served(String orgnr) {
        var newest = new HashMap<String, Instant>();
        ajour.sandbox()
                .book()
                .servedTo(orgnr)
                .forEach(version -> newest.merge(
                        version.type() + "/" + version.id(),
                        version.lastUpdated(),
                        (one, other) -> one.isAfter(other) ? one : other));
        return newest;
    }

    // What was set aside as a dead letter counts as taken in: nothing is lost by it.
    private Map<String, Instant> stored(String orgnr) {
        var stored = new HashMap<String, Instant>();
        database.sql("""
                        select resource_type || '/' || resource_id, last_updated
                        from ajour.event join ajour.tenant on tenant.id = tenant_id where orgnr = :orgnr
                        """)
                .param("orgnr", orgnr)
                .query((row, number) ->
                        stored.put(row.getString(1), row.getTimestamp(2).toInstant()))
                .list();
        var dead = column(
                "select record from ajour.dead_letter where job = 'journal-events' and tenant = '%s'".formatted(orgnr));
        var served = served(orgnr);
        dead.forEach(record -> {
            var at = served.get(record);
            if (at != null) {
                stored.put(record, at);
            }
        });
        return stored;
    }

    private Map<String, List<String>> rowVersions() {
        var versions = new TreeMap<String, List<String>>();
        for (var table : List.of("patient", "digital_active", "event", "acknowledgement", "refresh_request")) {
            versions.put(
                    table, column("select xmin::text || ' ' || ctid::text from ajour." + table + " order by ctid"));
        }
        return versions;
    }

    private static List<String> elevenDigits(String text) {
        return java.util.regex.Pattern.compile("[0-9]{11}")
                .matcher(text)
                .results()
                .map(match -> match.group())
                .toList();
    }

    private List<String> journal(String sql) throws SQLException {
        try (var session = ehr.connect()) {
            return JdbcClient.create(new SingleConnectionDataSource(session, true))
                    .sql(sql)
                    .query(String.class)
                    .list();
        }
    }

    private List<String> column(String sql) {
        return database.sql(sql).query(String.class).list();
    }

    private long count(String sql) {
        return database.sql(sql).query(Long.class).single();
    }
}
