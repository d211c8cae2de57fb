package no.ajour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/sources.md names tests that there are. */
class SourcesPageTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("(?:[A-Z][A-Za-z]*Test\\.)?([a-z][a-z0-9]*(?:_[a-z0-9]+){3,})");
    private static final Pattern METHOD = Pattern.compile("void ([a-z0-9_]+)\\(");
    private static final Pattern TEST_CLASS = Pattern.compile("([A-Z][A-Za-z]*Test)(?:\\..*)?");

    @Test
    void every_test_that_the_page_names_is_there() throws IOException {
        var methods = new HashSet<String>();
        var classes = new HashSet<String>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                classes.add(file.getFileName().toString().replace(".java", ""));
                METHOD.matcher(Files.readString(file)).results().forEach(method -> methods.add(method.group(1)));
            }
        }
        var page = Files.readString(Path.of("docs/sources.md"));

        assertThat(named(page, TEST)).hasSizeGreaterThan(30).isSubsetOf(methods);
        assertThat(named(page, TEST_CLASS)).hasSizeGreaterThan(10).isSubsetOf(classes);
    }

    private static Set<String> named(String page, Pattern what) {
        var names = new HashSet<String>();
        CODE.matcher(page).results().map(MatchResult::group).forEach(code -> {
            var matcher = what.matcher(code.replace("`", ""));
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        });
        return names;
    }
}
