package no.ajour.digitalactive;

import static no.ajour.digitalactive.World.A;
import static no.ajour.digitalactive.World.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import no.ajour.run.ExitCode;
import no.ajour.run.Line;
import no.ajour.run.Run;
import no.ajour.sandbox.Citizen;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitalActiveJobTest {
    private static final List<String> OF_A = numbers(0, 30);
    private static final List<String> OF_B = numbers(25, 30);
    private static final List<String> ELSEWHERE = numbers(1000, 50);

    private final TestClock clock = new TestClock();
    private final World world = new World(clock);

    @BeforeEach
    void everyone_has_a_status_and_two_lists_share_five_persons() {
        world.sandbox.helsenorge().everyoneElse(number -> Citizen.INACTIVE);
        world.list(A, OF_A);
        world.list(B, OF_B);
    }

    @AfterEach
    void nothing_broke_the_protocol() {
        assertThat(world.sandbox.book().violations()).isEmpty();
        world.close();
    }

    @Test
    void first_run_asks_once_about_every_patient() {
        world.sandbox.helsenorge().know(OF_A.get(3), Citizen.ACTIVE);

        var national = world.runWell().getFirst();

        assertThat(national.balance()).containsEntry(Line.GAPS, 1L).containsEntry(Line.REQUESTED, 60L);
        assertThat(world.statuses()).hasSize(60).containsEntry(A + " " + OF_A.get(3), Citizen.ACTIVE);
        var once = new TreeSet<>(OF_A);
        once.addAll(OF_B);
        assertThat(world.numbersAsked()).isEqualTo(once);
        // A person on two lists is asked about for each: the tenants' runs are apart.
        assertThat(world.asked()).containsEntry(OF_A.get(0), 1L).containsEntry(OF_A.get(29), 2L);
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void later_run_asks_only_about_changed_local_and_newly_listed_patients() {
        world.runWell();
        world.sandbox.book().clear();
        clock.step(Duration.ofDays(1));
        world.sandbox.helsenorge().change(OF_A.get(1), Citizen.ACTIVE);
        world.sandbox.helsenorge().change(OF_A.get(27), new Citizen(false, true, true));
        ELSEWHERE.forEach(number -> world.sandbox.helsenorge().change(number, Citizen.ACTIVE));
        var longer = new ArrayList<>(OF_B);
        longer.add(numbers(500, 1).getFirst());
        world.list(B, longer);

        var outcomes = world.runWell();

        assertThat(world.asked()).isEqualTo(Map.of(OF_A.get(1), 1L, OF_A.get(27), 2L, longer.getLast(), 1L));
        assertThat(world.statuses())
                .containsEntry(A + " " + OF_A.get(1), Citizen.ACTIVE)
                .containsEntry(A + " " + OF_A.get(27), new Citizen(false, true, true))
                .containsEntry(B + " " + OF_A.get(27), new Citizen(false, true, true))
                .containsEntry(B + " " + longer.getLast(), Citizen.INACTIVE);
        assertThat(outcomes.get(0).balance())
                .containsEntry(Line.RECEIVED, 52L)
                .containsEntry(Line.MATCHED, 2L)
                .containsEntry(Line.UNMATCHED, 50L)
                .containsEntry(Line.PERSONS, 3L)
                .containsEntry(Line.REQUESTED, 3L);
        assertThat(outcomes.get(2).balance())
                .containsEntry(Line.ASKED, 2L)
                .containsEntry(Line.CHANGED, 1L)
                .containsEntry(Line.ADDED, 1L);
    }

    @Test
    void what_failed_is_asked_about_again_and_nothing_else() {
        world.runWell();
        world.sandbox.book().clear();
        clock.step(Duration.ofDays(1));
        world.sandbox.helsenorge().change(OF_A.get(2), Citizen.ACTIVE);
        world.sandbox.faults().on("helsenorge", ".*aktivsjekken.*").status(500);

        assertThat(world.run().get(1).code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(world.requests()).containsExactly(A + " " + OF_A.get(2) + " changed");
        world.runWell();

        assertThat(world.numbersAsked()).containsExactly(OF_A.get(2));
        assertThat(world.statuses()).containsEntry(A + " " + OF_A.get(2), Citizen.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void offset_goes_back_as_it_came_whether_first_or_last_in_the_body(boolean last) {
        world.sandbox.helsenorge().offsetLast(last);
        world.runWell();
        clock.step(Duration.ofDays(1).plusNanos(123_450_000));
        world.sandbox.helsenorge().change(OF_A.get(5), Citizen.ACTIVE);
        world.runWell();
        world.runWell();

        var lists = world.sandbox.book().changeLists();
        assertThat(lists).hasSize(3);
        assertThat(lists.get(0).offsetIn()).isNull();
        assertThat(lists.get(1).offsetIn()).isEqualTo(lists.get(0).offsetOut()).endsWith(".00000Z");
        assertThat(lists.get(2).offsetIn()).isEqualTo(lists.get(1).offsetOut()).endsWith(".12345Z");
        assertThat(lists).extracting("numbers").containsExactly(0L, 1L, 0L);
        assertThat(world.sql
                        .sql("select value from ajour.position")
                        .query(String.class)
                        .single())
                .isEqualTo(lists.get(2).offsetOut());
    }

    @Test
    void unknown_extra_fields_everywhere_do_not_matter() {
        world.sandbox.faults().on("helsenorge").always().extraFields();
        world.runWell();
        clock.step(Duration.ofDays(1));
        world.sandbox.helsenorge().change(OF_A.get(5), Citizen.ACTIVE);
        world.runWell();

        assertThat(world.statuses()).containsEntry(A + " " + OF_A.get(5), Citizen.ACTIVE);
    }

    @Test
    void unchanged_run_asks_about_nobody_and_writes_no_row() {
        world.runWell();
        clock.step(Duration.ofDays(1));
        var before = world.rowVersions();
        world.sandbox.book().clear();

        world.runWell();

        assertThat(world.sandbox.book().asked()).isEmpty();
        assertThat(world.rowVersions()).isEqualTo(before).isNotEmpty();
    }

    @Test
    void nobody_of_the_national_list_but_local_patients_gets_into_the_database() {
        world.runWell();
        clock.step(Duration.ofDays(1));
        ELSEWHERE.forEach(number -> world.sandbox.helsenorge().change(number, Citizen.ACTIVE));
        world.sandbox.helsenorge().change(OF_A.get(5), Citizen.ACTIVE);
        world.runWell();

        var texts = world.sql.sql("""
                        select format('select %I::text from %I.%I', c.column_name, c.table_schema, c.table_name)
                        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                        where table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE'
                        """).query(String.class).list().stream()
                .flatMap(column -> world.sql.sql(column).query(String.class).list().stream())
                .toList();
        assertThat(texts).contains(OF_A.get(5));
        assertThat(texts).noneMatch(text -> text != null && ELSEWHERE.stream().anyMatch(text::contains));
        // Numbers of local patients are in their own column only.
        assertThat(texts.stream()
                        .filter(text ->
                                text != null && OF_A.subList(0, 25).stream().anyMatch(text::contains)))
                .hasSize(25);
    }

    @Test
    void full_run_asks_about_everyone_of_the_tenants_named() {
        world.runWell();
        world.sandbox.book().clear();
        clock.step(Duration.ofDays(1));

        world.run(true, List.of(B));

        assertThat(world.numbersAsked()).isEqualTo(new TreeSet<>(OF_B));
    }

    @Test
    void old_offset_means_a_gap_and_everyone_is_asked_about() {
        world.runWell();
        world.sandbox.book().clear();
        clock.step(Duration.ofDays(84));
        world.runWell();
        assertThat(world.sandbox.book().asked()).isEmpty();

        clock.step(Duration.ofDays(85));
        var outcomes = world.runWell();

        assertThat(outcomes.getFirst().balance()).containsEntry(Line.GAPS, 1L).containsEntry(Line.REQUESTED, 60L);
        assertThat(outcomes.getFirst().reason()).contains("Everyone").contains("85 days old");
        assertThat(world.asked().values().stream().mapToLong(times -> times)).hasSize(55);
        var lists = world.sandbox.book().changeLists();
        assertThat(lists.get(1).offsetIn()).isEqualTo(lists.get(0).offsetOut());
    }

    @Test
    void entries_that_are_no_numbers_are_one_dead_letter_without_them() {
        world.runWell();
        clock.step(Duration.ofDays(1));
        world.sandbox
                .faults()
                .on("helsenorge", ".*Endringer")
                .status(200, Map.of("Content-Type", "application/json"), """
                        {"fnr": ["12", "%s", 7, null, {"a": ["%s"]}, "0123456789x", "%s"], "x": {"fnr": ["1"]}, "offset": "o/+ 1"}
                        """.formatted(
                                OF_A.get(4), OF_A.get(5), OF_A.get(4)));

        var national = world.run().getFirst();

        assertThat(national.code()).isEqualTo(ExitCode.DONE_WITH_DEAD_LETTERS);
        assertThat(national.balance())
                .containsEntry(Line.RECEIVED, 7L)
                .containsEntry(Line.MALFORMED, 5L)
                .containsEntry(Line.MATCHED, 1L)
                .containsEntry(Line.REPEATED, 1L)
                .containsEntry(Line.DEAD, 1L);
        assertThat(world.letters()).containsExactly("change list malformed-number");
        assertThat(world.sql
                        .sql("select value from ajour.position")
                        .query(String.class)
                        .single())
                .isEqualTo("o/+ 1");
    }

    @Test
    void list_that_has_changed_its_form_fails_and_its_offset_is_not_taken() {
        world.runWell();
        var before = offset();
        clock.step(Duration.ofDays(1));
        world.sandbox
                .faults()
                .on("helsenorge", ".*Endringer")
                .status(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"offset\":\"2026-11-22T12:00:00.00000Z\",\"fnr\":[" + "{\"nr\":1},".repeat(11)
                                + "{\"nr\":1}]}");

        var national = world.run().getFirst();

        assertThat(national.code()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(national.reason()).contains("12 entries").contains("The offset stays");
        assertThat(offset()).isEqualTo(before);
        assertThat(world.letters()).isEmpty();
    }

    private String offset() {
        return world.sql
                .sql("select value from ajour.position")
                .query(String.class)
                .single();
    }

    @Test
    void changes_of_a_tenant_that_is_not_configured_now_wait_for_it() {
        world.runWell();
        clock.step(Duration.ofDays(1));
        world.sql.sql("""
                        with tenant as (insert into ajour.tenant (orgnr, name) values ('310000051', 'Away') returning id)
                        insert into ajour.patient (tenant_id, nin) select id, ? from tenant
                        """).param(OF_A.get(3)).update();
        world.sandbox.helsenorge().change(OF_A.get(3), Citizen.ACTIVE);

        world.runWell();

        assertThat(world.sql.sql("""
                                select count(*) from ajour.refresh_request r
                                join ajour.tenant t on t.id = r.tenant_id and t.orgnr = '310000051'
                                """).query(Long.class).single()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"fnr\":[]}",
                "{\"offset\":\" \",\"fnr\":[]}",
                "{\"offset\":7,\"fnr\":[]}",
                "{\"offset\":\"x\"}",
                "{\"offset\":\"x\",\"fnr\":null}",
                "{\"offset\":\"x\",\"fnr\":[\"1\"",
                "{\"offset\":\"x\",\"fnr\":[]} {",
                "<html>"
            })
    void answer_that_is_no_change_list_moves_nothing(String body) {
        world.runWell();
        clock.step(Duration.ofDays(1));
        var position = position();
        var before = world.rowVersions();
        world.sandbox
                .faults()
                .on("helsenorge", ".*Endringer")
                .status(200, Map.of("Content-Type", "application/json"), body);

        assertThat(world.run().getFirst().code()).isEqualTo(ExitCode.TRY_LATER);

        assertThat(position()).isEqualTo(position);
        assertThat(world.rowVersions()).isEqualTo(before);
        assertThat(world.runWell().getFirst().run()).extracting(Run::tenant).isEqualTo(Run.NATIONAL);
    }

    @Test
    void list_is_read_as_the_first_tenant_whose_token_may() {
        world.sandbox.helseId().rejectScope(no.ajour.sandbox.HelsenorgeSandbox.CHANGES_SCOPE, A);

        assertThat(world.run().getFirst().code()).isEqualTo(ExitCode.DONE);
        assertThat(world.sandbox.book().requests("helsenorge").getFirst().tenant())
                .isEqualTo(B);

        world.sandbox.helseId().rejectScope(no.ajour.sandbox.HelsenorgeSandbox.CHANGES_SCOPE, null);
        clock.step(Duration.ofDays(1));
        assertThat(world.run().getFirst().code()).isEqualTo(ExitCode.CONFIGURATION);
    }

    private String position() {
        return world.sql
                .sql("select value || moved_at::text from ajour.position")
                .query(String.class)
                .single();
    }

    static List<String> numbers(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(SyntheticNin::number)
                .toList();
    }
}
