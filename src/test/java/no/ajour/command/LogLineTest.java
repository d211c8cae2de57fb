package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.quartz.LocalDataSourceJobStore;

/** Lines of the plain log, whatever is in a message. */
class LogLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\n2026-01-01T00:00:00.000Z INFO  Launcher run-ended job=forged b",
                "a\nb",
                "a\rb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\u000bb",
                "a\fb",
                "a\u001b[2Jb",
                "a\u009b2Jb",
                "a\0b",
                "a\u202eb",
                "a\u2066b"
            })
    void message_is_one_line_and_nothing_of_it_is_obeyed(String text) throws Exception {
        var line = line(text);

        assertThat(line).contains(" WARN  Launcher said a ").endsWith("b\n");
        assertThat(line.strip()).doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u202e\\u2066]");
    }

    @Test
    void letters_of_all_languages_stay() throws Exception {
        assertThat(line("\u00c6r\u00f8 '{}' %s \u4e2d")).endsWith("said \u00c6r\u00f8 '{}' %s \u4e2d\n");
    }

    @Test
    void quartz_says_what_is_wrong_without_a_stack_trace() throws Exception {
        var patterns = patterns();
        assertThat(patterns).hasSize(2);
        assertThat(patterns.get(1)).isEqualTo(patterns.get(0).replace("%n%ex", "%n%nopex"));

        assertThat(configuration())
                .contains("<logger name=\"" + LocalDataSourceJobStore.class.getPackageName() + "\" additivity");
        assertThat(line(patterns.get(1), "managing cluster", new IllegalStateException("read-only")))
                .endsWith("said managing cluster\n");
    }

    private static String line(String text) throws IOException {
        return line(patterns().getFirst(), text, null);
    }

    private static String line(String pattern, String text, @Nullable Throwable thrown) {
        var context = new LoggerContext();
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(new LoggingEvent(
                "", context.getLogger("no.ajour.run.Launcher"), Level.WARN, "said {}", thrown, new Object[] {text}));
    }

    private static List<String> patterns() throws IOException {
        return Pattern.compile("<pattern>(.*)</pattern>")
                .matcher(configuration())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String configuration() throws IOException {
        try (var file = Objects.requireNonNull(
                LogLineTest.class.getResourceAsStream("/logback-spring.xml"), "no configuration")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
