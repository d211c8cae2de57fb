package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That one event or one patient is read without reading the others. */
class FhirPlansTest {
    private static final Pattern COST = Pattern.compile("cost=[0-9.]+[.][.]([0-9]+)");

    /** From here PostgreSQL compiles a query, which takes longer than to read one patient's events. */
    private static final int JIT_ABOVE_COST = 100_000;

    private static @Nullable FhirEvents database;

    @BeforeAll
    static void fill() {
        database = new FhirEvents();
        database.jdbc.sql("""
                        insert into ajour.patient (tenant_id, nin)
                        select t.id, lpad(n::text, 11, '0') from ajour.tenant t, generate_series(1, 500) n;
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                                                 patient_id, resource, received_at, changed_at, synced_at, run_id)
                        select p.tenant_id, k.kind, k.kind || p.id || '-' || n, now(), '', p.id,
                               jsonb_build_object('resourceType', k.kind, 'filler', repeat(md5(p.id::text), 20)),
                               now(), now(), now(), r.id
                        from ajour.patient p, ajour.run r, generate_series(1, 4) n,
                             unnest(array['Bundle', 'Composition', 'MedicationDispense']) k (kind);
                        analyze ajour.event;
                        """).update();
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(database).close();
    }

    static Stream<Arguments> questions() {
        return FhirEvents.VIEWS.stream()
                .flatMap(view -> Stream.of(
                        Arguments.of(view, "event_id = 5", "event_pkey"),
                        Arguments.of(view, "patient_id = 7", "event_of_patient"),
                        Arguments.of(view, "patient_id = any ('{7,8,9}')", "event_of_patient")));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void index_is_used(String view, String question, String index) {
        var plan = plan("select * from ajour." + view + " where " + question);

        assertThat(String.join("\n", plan)).contains(index).doesNotContain("Seq Scan");
        assertThat(cost(plan.getFirst())).isLessThan(JIT_ABOVE_COST);
    }

    @Test
    void a_join_of_views_by_event_reads_no_other_events() {
        var plan = String.join("\n", plan("""
                select c.title, s.title, s.text
                from ajour.compositions c
                join ajour.composition_sections s on s.event_id = c.event_id and s.entry is not distinct from c.entry
                where c.patient_id = 7
                """));

        assertThat(plan).contains("event_of_patient").doesNotContain("Seq Scan");
    }

    private static List<String> plan(String query) {
        return Objects.requireNonNull(database)
                .jdbc
                .sql("explain " + query)
                .query(String.class)
                .list();
    }

    private static long cost(String line) {
        var cost = COST.matcher(line);
        assertThat(cost.find()).isTrue();
        return Long.parseLong(cost.group(1));
    }
}
