package no.ajour.digitalactive;

import static no.ajour.digitalactive.World.A;
import static no.ajour.digitalactive.World.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.sandbox.Citizen;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PatientListStepTest {
    private static final List<String> PATIENTS = DigitalActiveJobTest.numbers(0, 40);

    private final TestClock clock = new TestClock();
    private final World world = new World(clock);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void list_of_the_ehr_is_taken_in_before_anyone_is_asked_about() {
        try (var ehr = Postgres.emptyDatabase()) {
            var sql = JdbcClient.create(ehr);
            sql.sql("create table person (number text, municipality text)").update();
            PATIENTS.forEach(number -> sql.sql("insert into person values (?, ?)")
                    .params(number, A)
                    .update());
            sql.sql("insert into person values ('12345678901', ?), ('12345678902', ?)")
                    .params(A, A)
                    .update();
            world.restart(
                    "ajour.patients.source.url=" + ehr.getJdbcUrl(),
                    "ajour.patients.source.username=" + ehr.getUsername(),
                    "ajour.patients.source.password=" + ehr.getPassword(),
                    "ajour.patients.source.query=select number from person where municipality = :orgnr");
            world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);

            var first = world.run(false, List.of(A)).getLast();

            assertThat(first.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
            assertThat(first.balance())
                    .containsEntry(Line.ROWS, 42L)
                    .containsEntry(Line.LISTED, 40L)
                    .containsEntry(Line.MALFORMED, 2L)
                    .containsEntry(Line.DEAD, 1L)
                    .containsEntry(Line.ADDED, 40L);
            assertThat(world.letters()).containsExactly("patient list: invalid-number invalid-number");
            assertThat(world.numbersAsked()).isEqualTo(new TreeSet<>(PATIENTS));

            sql.sql("delete from person where number like '1234567890%' or number = ?")
                    .param(PATIENTS.get(0))
                    .update();
            var second = world.run(false, List.of(A)).getLast();

            assertThat(second.code()).isEqualTo(ExitCode.DONE);
            assertThat(second.balance()).containsEntry(Line.KEPT, 39L).containsEntry(Line.DELISTED, 1L);
            assertThat(world.letters()).isEmpty();
        }
    }

    @Test
    void tenant_without_a_query_keeps_its_list() {
        world.list(B, PATIENTS);
        assertThat(world.runWell().getLast().balance()).doesNotContainKey(Line.ROWS);
        assertThat(world.statuses()).hasSize(40);
    }
}
