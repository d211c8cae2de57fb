package no.ajour.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_are_as_wide_as_their_text_and_numbers_stand_to_the_right() {
        var lines = Table.of("JOB", ">DEAD", "NOTE")
                .row("digital-active", 7, "")
                .row("x", 1200, "late since 3 h")
                .lines();

        assertThat(lines)
                .containsExactly(
                        "JOB             DEAD  NOTE", // as the longest cell
                        "digital-active     7",
                        "x               1200  late since 3 h");
    }

    @Test
    void nothing_in_a_cell_is_obeyed_by_a_terminal() {
        var lines = Table.of("A", "B")
                .row("a\u001b[2J\u009b31m\0", "b\u202eevil\u2066\u0007\tc\u007f")
                .lines();

        assertThat(lines).containsExactly("A        B", "a[2J31m  bevil c");
        assertThat(Words.wrap("x\u001b]0;title\u0007y", 20)).containsExactly("x]0;titley");
    }

    @Test
    void long_last_column_goes_on_under_itself() {
        var lines = Table.of("A", "B").row("a", "word ".repeat(30).strip()).lines();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("   word");
    }

    @Test
    void no_line_is_wider_than_100_whatever_is_in_the_cells() {
        var random = new Random(17);
        for (int i = 0; i < 500; i++) {
            var table = Table.of("ONE", ">TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN");
            for (int row = 0; row < 4; row++) {
                table.row(
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        text(random));
            }
            assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Table.WIDTH));
        }
    }

    @Test
    void nothing_of_a_long_cell_is_left_out() {
        var cell = "abcdefghij".repeat(40);

        var lines = Table.of("A", "B").row(cell, cell).lines();

        assertThat(String.join("", lines.subList(1, lines.size())).replaceAll("\\s", ""))
                .hasSize(800);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(60); length > 0; length--) {
            text.append(random.nextInt(9) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
