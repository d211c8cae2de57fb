package no.ajour.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The contract that consumers read is the one that the schema keeps, and no change of it goes unsaid: a change fails here
 * until docs/contract.md has it and docs/contract-changelog.md names that page's digest.
 *
 * <p>{@code -Dcontract.write=true} writes the page and the diagrams anew, unless that breaks what was promised;
 * {@code -Dcontract.write=breaking} does that too.
 */
class ContractTest {
    private static final Page CONTRACT = new Page("docs/contract.md");
    private static final Page CHANGELOG = new Page("docs/contract-changelog.md");
    private static final Page DATABASE = new Page("docs/database.md");
    private static final Pattern ENTRY =
            Pattern.compile("(?m)^## Version (\\S+), (\\d{4}-\\d{2}-\\d{2}), contract `([0-9a-f]{12})`$");
    private static final String WRITE = "mvn test -Dtest=ContractTest -Dcontract.write=true";

    private static HikariDataSource database;
    private static JdbcClient jdbc;
    private static String present;
    private static ContractDifference difference;

    @BeforeAll
    static void read() {
        database = Postgres.freshDatabase();
        jdbc = JdbcClient.create(database);
        present = ContractText.of(jdbc);
        difference = ContractDifference.between(CONTRACT.text(), present);
        var write = System.getProperty("contract.write", "false");
        if (!write.equals("false")) {
            for (var name : List.of("tables of tenants", "tables of the program", "views")) {
                DATABASE.generate(name, diagram(name));
            }
            if (difference.breaking().isEmpty() || write.equals("breaking")) {
                CONTRACT.write(present);
            }
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void page_of_the_contract_is_what_the_schema_says() {
        if (!CONTRACT.text().equals(present)) {
            fail("The schema is not what docs/contract.md says.\n" + (difference.isEmpty() ? "" : difference)
                    + (difference.breaking().isEmpty()
                            ? "If that is meant: " + WRITE + ", then say it in docs/contract-changelog.md."
                            : "Leave what consumers use as it is and put a new view or function beside it (events_v2); see"
                                    + " \"What may change\" in docs/database.md. Only what no installation has yet may be"
                                    + " broken: " + WRITE.replace("true", "breaking")));
        }
    }

    @Test
    void newest_entry_of_the_changelog_names_the_digest_of_the_page() {
        var newest = entries().getFirst();

        assertThat(newest.group(3))
                .as(
                        "digest in the newest entry of docs/contract-changelog.md. The contract has changed: put an entry"
                                + " above it\n\n## Version ..., DATE, contract `%s`\n\n%s",
                        ContractText.digest(present), difference)
                .isEqualTo(ContractText.digest(present));
    }

    @Test
    void entries_of_the_changelog_are_newest_first_and_each_has_a_contract_of_its_own() {
        assertThat(CHANGELOG.text().lines().filter(line -> line.startsWith("## ")))
                .as("every heading is an entry")
                .hasSameSizeAs(entries());
        assertThat(entries().stream()
                        .map(entry -> LocalDate.parse(entry.group(2)))
                        .toList())
                .isSortedAccordingTo(Collections.reverseOrder());
        assertThat(entries().stream().map(entry -> entry.group(3))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tables of tenants", "tables of the program", "views"})
    void diagrams_are_drawn_from_the_schema(String name) {
        assertThat(DATABASE.generated(name))
                .as("the diagram of %s in docs/database.md; %s draws it anew", name, WRITE)
                .isEqualTo(diagram(name));
    }

    @Test
    void views_columns_and_functions_for_consumers_say_what_they_are() {
        var unsaid = jdbc.sql("""
                        select 'view ' || c.relname from pg_class c
                        where c.relnamespace = 'ajour'::regnamespace and c.relkind = 'v' and obj_description(c.oid, 'pg_class') is null
                        union all
                        select 'column ' || c.relname || '.' || a.attname
                        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                        where c.relnamespace = 'ajour'::regnamespace and c.relkind = 'v' and col_description(c.oid, a.attnum) is null
                        union all
                        select 'function ' || oid::regprocedure from pg_proc
                        where pronamespace = 'ajour'::regnamespace and proname not like 'fhir\\_%'
                          and has_function_privilege('ajour_consumer', oid, 'execute') and obj_description(oid, 'pg_proc') is null
                        """).query(String.class).list();

        assertThat(unsaid).as("without a comment").isEmpty();
    }

    @Test
    void additions_breaking_changes_and_other_words_are_told_apart() {
        var old = """
                ### ajour.events

                Events.

                | column | type | means |
                |---|---|---|
                | `event_id` | bigint | The event |
                | `version` | integer | Counts |
                | `nin` | text | Number |

                ### ajour.mark

                ```
                ajour.mark(p_event bigint)
                    returns text
                ```

                Marks.
                """;

        assertThat(ContractDifference.between(old, old).isEmpty()).isTrue();
        var more = old.replace("| Number |\n", "| Number |\n| `title` | text | Title |\n");
        assertThat(ContractDifference.between(old, more))
                .isEqualTo(new ContractDifference(List.of(), List.of("ajour.events.title"), List.of()));
        assertThat(ContractDifference.between(more, old).breaking()).containsExactly("ajour.events.title is gone");
        assertThat(ContractDifference.between(old, old.replace("integer", "bigint"))
                        .breaking())
                .containsExactly("ajour.events.version was integer, is bigint");
        assertThat(ContractDifference.between(old, old.replace("(p_event bigint", "(p_event bigint, p_more text"))
                        .breaking())
                .containsExactly(
                        "ajour.mark was ajour.mark(p_event bigint) returns text, is ajour.mark(p_event bigint, p_more text) returns text");
        assertThat(ContractDifference.between(
                        old, old.replace("(p_event bigint", "(p_event bigint, p_why text default null")))
                .satisfies(difference -> assertThat(difference.breaking()).isEmpty())
                .satisfies(difference -> assertThat(difference.added()).hasSize(1));
        var moved = old.replace("| `nin` | text | Number |\n", "")
                .replace("| `event_id`", "| `nin` | text | Number |\n| `event_id`");
        assertThat(ContractDifference.between(old, moved).breaking())
                .containsExactly("the columns of ajour.events stand in another order");
        assertThat(ContractDifference.between(old, old.replace("Counts", "Counts up"))
                        .words())
                .containsExactly("ajour.events.version: Counts up");
    }

    private static List<MatchResult> entries() {
        var entries = ENTRY.matcher(CHANGELOG.text()).results().toList();
        assertThat(entries)
                .as("entries of docs/contract-changelog.md: ## Version 0.1.0, 2026-11-22, contract `0123456789ab`")
                .isNotEmpty();
        return entries;
    }

    private static String diagram(String name) {
        var diagrams = new Diagrams(jdbc);
        return switch (name) {
            case "tables of tenants" -> diagrams.tablesOfTenants();
            case "tables of the program" -> diagrams.tablesOfTheProgram();
            default -> Diagrams.views(jdbc);
        };
    }
}
