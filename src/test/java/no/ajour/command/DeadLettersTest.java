package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The records that failed: seen, tried again, given up. */
class DeadLettersTest {
    private static final String LYKKEBY = "310000019";
    private static final String GONE = "310000027";

    private Installation ajour;
    private Rows rows;
    private long good;
    private long broken;
    private long elsewhere;

    @BeforeEach
    void install() {
        ajour = Installation.of(Postgres.freshDatabase(), Map.of(LYKKEBY, "Lykkeby"))
                .set("ajour.jobs.things.late-after", "1h")
                .set("spring.main.sources", FakeRepairs.class.getName())
                .set("ajour.operator", "kari");
        rows = new Rows(ajour.database());
        long run = rows.completed("things", LYKKEBY, Duration.ofMinutes(5));
        String payload = "{\"subject\": {\"id\": \"" + SyntheticNin.number(1) + "\", \"short\": \""
                + SyntheticNin.number(2).substring(0, 6) + " "
                + SyntheticNin.number(2).substring(6) + "\"}, \"escaped\": \""
                + SyntheticNin.number(3).replace("1", "\\u0031") + "\"}";
        good = rows.letter(run, "Bundle/good", "wrong-type", "It is no Bundle. " + "Ask JFT. ".repeat(20), payload);
        broken = rows.letter(run, "Bundle/broken", "too-deep", "It is broken.", payload);
        elsewhere = rows.letter(
                rows.completed("things", GONE, Duration.ofDays(3)), "Bundle/elsewhere", "wrong-type", "Gone.", payload);
    }

    @AfterEach
    void remove() throws IOException {
        ajour.close();
    }

    @Test
    void list_counts_by_cause_and_names_each_without_its_payload() {
        var out = Shown.fit(ajour.ajour("dead-letters", "list")).out();

        assertThat(out).containsPattern("things +wrong-type +2 +2 ");
        assertThat(out).containsPattern("things +too-deep +1 +1 ");
        assertThat(out).contains("Bundle/good").contains("Bundle/broken").contains("Bundle/elsewhere");
        assertThat(out).doesNotContain("subject");

        var chosen = ajour.ajour("dead-letters", "list", "--cause", "too-deep", "--job", "things")
                .out();
        assertThat(chosen).contains("Bundle/broken").doesNotContain("Bundle/good");
        assertThat(ajour.ajour("dead-letters", "list", "--tenant", GONE).out())
                .contains("Bundle/elsewhere")
                .doesNotContain("Bundle/good");
        assertThat(ajour.ajour("dead-letters", "list", "--state", "resolved,discarded")
                        .out())
                .contains("No dead letters");
        assertThat(ajour.ajour("dead-letters", "list", "--limit", "1").out()).contains("and 2 more");
    }

    @Test
    void list_as_json_has_counts_and_letters() {
        var json = JsonMapper.shared()
                .readTree(Shown.numberless(ajour.ajour("dead-letters", "list", "--json"))
                        .out());

        assertThat(json.get("causes").get(0).get("letters").asInt()).isEqualTo(2);
        var letter = json.get("letters").get(0);
        assertThat(letter.get("record").asString()).isEqualTo("Bundle/broken");
        assertThat(letter.get("hasPayload").asBoolean()).isTrue();
        assertThat(letter.propertyNames()).doesNotContain("payload");
    }

    @Test
    void wrong_names_and_no_choice_are_64() {
        assertThat(ajour.ajour("dead-letters", "list", "--job", "thing").err()).contains("things");
        assertThat(ajour.ajour("dead-letters", "list", "--tenant", "974761076").err())
                .contains(LYKKEBY)
                .contains(GONE);
        assertThat(ajour.ajour("dead-letters", "list", "--state", "lost").err()).contains("unresolved, retrying");
        assertThat(ajour.ajour("dead-letters", "retry").exitCode()).isEqualTo(64);
        assertThat(ajour.ajour("dead-letters", "discard", "--why", "x").exitCode())
                .isEqualTo(64);
        assertThat(ajour.ajour("dead-letters", "show", "999").exitCode()).isEqualTo(64);
        assertThat(rows.actions()).isEmpty();
    }

    @Test
    void payload_is_shown_masked_and_only_on_record() {
        var without = Shown.fit(ajour.ajour("dead-letters", "show", String.valueOf(good)));
        assertThat(without.out()).contains("Bundle/good").contains("Ask JFT.").doesNotContain("subject");
        assertThat(rows.actions()).isEmpty();

        var with = Shown.fit(ajour.ajour("dead-letters", "show", String.valueOf(good), "--payload", "--by", "ola"));
        assertThat(with.out())
                .contains("\"id\" : \"***\"")
                .contains("\"short\" : \"***\"")
                .contains("\"escaped\" : \"***\"");
        assertThat(rows.actions()).containsExactly("ola | dead-letters show --payload | {\"letters\": [" + good + "]}");
    }

    @Test
    void retry_resolves_what_is_mended_and_tells_what_is_left_and_why() {
        var result = Shown.fit(ajour.ajour("dead-letters", "retry", "--all", "--why", "mended"));

        assertThat(result.exitCode()).isEqualTo(10);
        assertThat(result.out())
                .contains("3 dead letters: 1 resolved, 2 left")
                .contains("It is broken still.")
                .contains("Tenant " + GONE + " is not configured");
        assertThat(state(good)).isEqualTo("resolved");
        assertThat(state(broken)).isEqualTo("unresolved");
        assertThat(state(elsewhere)).isEqualTo("unresolved");
        assertThat(rows.actions())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("kari | dead-letters retry")
                .endsWith("| mended");

        var again = ajour.ajour("dead-letters", "retry", "--cause", "wrong-type", "--tenant", LYKKEBY);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("No unresolved dead letters like that.");
    }

    @Test
    void retry_by_number_takes_no_other() {
        var result = ajour.ajour("dead-letters", "retry", String.valueOf(good), "--json");

        assertThat(result.exitCode()).isZero();
        var json = JsonMapper.shared().readTree(result.out());
        assertThat(json.get("resolved").asInt()).isEqualTo(1);
        assertThat(json.get("runs").get(0).get("job").asString()).isEqualTo("things");
        assertThat(state(broken)).isEqualTo("unresolved");
        assertThat(tries(broken)).isEqualTo(1);
    }

    @Test
    void retry_while_a_run_is_under_way_is_20_and_leaves_the_letters() {
        ajour.database()
                .sql("insert into ajour.lease values ('things', ?, 9, 'other', now(), now() + interval '1 min')")
                .param(LYKKEBY)
                .update();

        var result = ajour.ajour("dead-letters", "retry", String.valueOf(good));

        assertThat(result.exitCode()).isEqualTo(20);
        assertThat(state(good)).isEqualTo("unresolved");
    }

    @Test
    void discard_needs_a_reason_closes_the_letter_and_deletes_the_payload() {
        assertThat(ajour.ajour("dead-letters", "discard", String.valueOf(good)).exitCode())
                .isEqualTo(64);

        var result = ajour.ajour("dead-letters", "discard", "--tenant", LYKKEBY, "--why", "test data", "--by", "ola");

        assertThat(result.out()).contains("2 dead letters discarded.");
        assertThat(state(good)).isEqualTo("discarded");
        assertThat(state(elsewhere)).isEqualTo("unresolved");
        assertThat(ajour.database()
                        .sql("select letter_id from ajour.dead_letter_payload")
                        .query(Long.class)
                        .list())
                .containsExactly(elsewhere);
        assertThat(rows.actions())
                .containsExactly(
                        "ola | dead-letters discard | {\"letters\": [" + good + ", " + broken + "]} | test data");
    }

    @Test
    void reason_with_a_patients_number_is_not_written_down() {
        var result = Shown.fit(
                ajour.ajour("dead-letters", "discard", "--all", "--why", "as " + SyntheticNin.number(5) + " wished"));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).contains("patient.id");
        assertThat(rows.actions()).isEmpty();
        assertThat(state(good)).isEqualTo("unresolved");
    }

    private String state(long letter) {
        return ajour.database()
                .sql("select state from ajour.dead_letter where id = ?")
                .param(letter)
                .query(String.class)
                .single();
    }

    private int tries(long letter) {
        return ajour.database()
                .sql("select attempts from ajour.dead_letter where id = ?")
                .param(letter)
                .query(Integer.class)
                .single();
    }
}
