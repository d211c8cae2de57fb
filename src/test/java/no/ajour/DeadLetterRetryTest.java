package no.ajour;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Login;
import no.ajour.testing.OutputWatch;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record in a hundred of each kind is broken: rows of the EHR's list, patients, events, acknowledgements. The others
 * arrive; when the source is mended, a retry empties the list, and no position has moved by it. Runs have the rights of
 * jobs, the retry those of operators.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterRetryTest {
    private static final String LYKKEBY = "310000019";
    private static final int PATIENTS = 300;
    private static final int BROKEN = 3;

    private final EventFactory events = new EventFactory(InstantSource.system(), 17);
    private final List<String> patients = SyntheticNin.numbers(SyntheticNin.Kind.PLUS_80, 0, PATIENTS)
            .mapToObj("%011d"::formatted)
            .toList();
    private final HikariDataSource ehr = Postgres.emptyDatabase();
    private Installation ajour;
    private JdbcClient database;
    private Login job;
    private Login operator;

    @BeforeAll
    void install() {
        var superuser = Postgres.freshDatabase();
        ajour = Installation.of(superuser, Map.of(LYKKEBY, "Lykkeby"));
        database = ajour.database();
        job = Login.in(superuser, "ajour_job");
        operator = Login.in(superuser, "ajour_operator");
        ajour.set("ajour.patients.source.url", ehr.getJdbcUrl())
                .set("ajour.patients.source.username", ehr.getUsername())
                .set("ajour.patients.source.password", ehr.getPassword())
                .set("ajour.patients.source.query", "select fnr from patient order by id")
                .set("ajour.jobs.acknowledgements.status-backoff", "100ms");
        ajour.sandbox().helsenorge().everyoneElse(fnr -> Citizen.ACTIVE);
        var source = JdbcClient.create(ehr);
        source.sql("create table patient (id int primary key, fnr text)").update();
        for (int i = 0; i < PATIENTS; i++) {
            // The last ones have a digit too few.
            String fnr =
                    i < PATIENTS - BROKEN ? patients.get(i) : patients.get(i).substring(1);
            source.sql("insert into patient values (?, ?)").param(i).param(fnr).update();
        }
    }

    @AfterAll
    void remove() throws IOException {
        job.close();
        operator.close();
        ajour.close();
        ehr.close();
    }

    @Test
    void broken_records_of_every_kind_stop_only_themselves_and_a_retry_empties_the_list() {
        breakEverything();

        assertThat(run("digital-active").exitCode()).isEqualTo(10);
        assertThat(run("journal-events").exitCode()).isEqualTo(10);
        database.sql("select ajour.mark_journaled(id) from ajour.event")
                .query(String.class)
                .list();
        assertThat(run("acknowledgements").exitCode()).isEqualTo(10);

        assertThat(count("select count(*) from ajour.digital_active where active_self is not null"))
                .isEqualTo(PATIENTS - 2 * BROKEN);
        assertThat(count("select count(*) from ajour.event")).isEqualTo(PATIENTS - BROKEN);
        assertThat(count("select count(*) from ajour.acknowledgement where state = 'confirmed'"))
                .isEqualTo(PATIENTS - 2 * BROKEN);
        assertThat(open()).isEqualTo(3 * BROKEN + 2);
        as(operator);
        var listed = ajour.ajour("dead-letters", "list", "--json");
        assertThat(listed.exitCode()).isZero();
        assertThat(OutputWatch.numbersIn(listed.out())).isEmpty();

        mendEverything();
        var positions = positions();

        var retried = ajour.ajour("dead-letters", "retry", "--all", "--why", "the source is mended");

        assertThat(retried.exitCode()).as(retried.out() + retried.err()).isZero();
        assertThat(open()).isZero();
        assertThat(positions()).as("positions").isEqualTo(positions);
        assertThat(count("select count(*) from ajour.event")).isEqualTo(PATIENTS);
        assertThat(count("select count(*) from ajour.dead_letter where state in ('resolved', 'obsolete')"))
                .isEqualTo(3 * BROKEN + 2);
        assertThat(count("select count(*) from ajour.dead_letter_payload")).isZero();

        // What came back in the meantime is handled by plain runs.
        assertThat(run("digital-active").exitCode()).isZero();
        database.sql("select ajour.mark_journaled(id) from ajour.event")
                .query(String.class)
                .list();
        assertThat(run("acknowledgements").exitCode()).isZero();
        assertThat(count("select count(*) from ajour.digital_active where active_self is not null"))
                .isEqualTo(PATIENTS);
        assertThat(count("select count(*) from ajour.acknowledgement where state = 'confirmed'"))
                .isEqualTo(PATIENTS);
        assertThat(ajour.sandbox().book().acknowledgements())
                .extracting(sent -> sent.type() + "/" + sent.id())
                .hasSize(PATIENTS)
                .doesNotHaveDuplicates();
        assertThat(column("select action || ' ' || why from ajour.operator_action"))
                .containsExactly("dead-letters retry the source is mended");
    }

    private void breakEverything() {
        patients.subList(0, BROKEN).forEach(ajour.sandbox().helsenorge()::refuseNumber);
        var old = Instant.now().minus(1, ChronoUnit.HOURS);
        for (int i = 0; i < PATIENTS; i++) {
            if (i < BROKEN) {
                ajour.sandbox()
                        .jft()
                        .addRaw(
                                LYKKEBY,
                                "Composition",
                                "broken-" + i,
                                old,
                                "{\"resourceType\":"
                                        + "\"Composition\",\"id\":\"broken-" + i + "\",\"meta\":{\"lastUpdated\":\""
                                        + old
                                        + "\"},\"title\":\"\\u0000\"}");
            } else {
                ajour.sandbox().jft().add(LYKKEBY, events.any(patients.get(i % (PATIENTS - BROKEN)), i));
            }
        }
        ajour.sandbox()
                .faults()
                .when(call -> call.path().endsWith("$journaling-acknowledged") && refused(call.path()))
                .always()
                .status(422);
    }

    private boolean refused(String path) {
        return column("select resource_id from ajour.event order by id limit " + BROKEN).stream()
                .anyMatch(path::contains);
    }

    private void mendEverything() {
        ajour.sandbox().faults().clear();
        patients.subList(0, BROKEN).forEach(ajour.sandbox().helsenorge()::acceptNumber);
        var source = JdbcClient.create(ehr);
        IntStream.range(PATIENTS - BROKEN, PATIENTS).forEach(i -> source.sql("update patient set fnr = ? where id = ?")
                .param(patients.get(i))
                .param(i)
                .update());
        var old = Instant.now().minus(1, ChronoUnit.HOURS);
        for (int i = 0; i < BROKEN; i++) {
            ObjectNode good = events.composition(patients.get(i));
            good.put("id", "broken-" + i);
            good.withObject("/meta").put("lastUpdated", old.toString());
            ajour.sandbox().jft().addRaw(LYKKEBY, "Composition", "broken-" + i, old, good.toString());
        }
    }

    private void as(Login login) {
        ajour.set("spring.datasource.username", login.name()).set("spring.datasource.password", login.password());
    }

    private Installation.Result run(String name) {
        as(job);
        var result = ajour.ajour("run", name);
        assertThat(OutputWatch.numbersIn(result.out() + result.err())).isEmpty();
        return result;
    }

    private long open() {
        return count("select count(*) from ajour.dead_letter where state in ('unresolved', 'retrying')");
    }

    private List<String> positions() {
        return column("select p::text from ajour.position p order by job, tenant, name");
    }

    private long count(String sql) {
        return database.sql(sql).query(Long.class).single();
    }

    private List<String> column(String sql) {
        return database.sql(sql).query(String.class).list();
    }
}
