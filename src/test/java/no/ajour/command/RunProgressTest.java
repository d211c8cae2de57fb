package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RunProgressTest {

    @Test
    void lines_stand_above_the_bar_and_the_bar_is_gone_at_the_end() {
        var bytes = new ByteArrayOutputStream();
        var screen = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        try (var progress = RunProgress.on(screen, 2)) {
            progress.ended(() -> screen.print("first run ended\n"));
            progress.ended(() -> screen.print("second run ended\n"));
            progress.close();
        }

        var shown = bytes.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .contains("\r\u001b[Kfirst run ended\n")
                .contains("1/2")
                .contains("2/2");
        assertThat(shown).endsWith("\r\u001b[K");
        assertThat(shown.split("[\r\n]", -1))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(105));
    }

    @Test
    void nothing_but_the_lines_is_shown_where_nobody_reads_along() {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        try (var progress = RunProgress.of(5)) {
            progress.ended(() -> out.print("ended\n"));
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ended\n");
    }
}
