package no.ajour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The licences of what ships, by the parts list that every build makes. */
class LicencesTest {
    /** Those that ask for no more than their own text to be passed on, or for changes to the part itself. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0");

    // Its POM says "The BSD License" with the address of the one in three clauses, which the list takes for another.
    private static final Set<String> BSD_OF_THREE_CLAUSES =
            Set.of("org.jline/jline-terminal", "org.jline/jline-native");

    // Maven makes the list where it is online, as continuous integration is.
    @Test
    void every_part_may_be_had_under_a_licence_that_is_allowed() throws IOException {
        var parts = parts();
        var others = new ArrayList<String>();
        for (var part : parts) {
            var name = part.path("group").asString("") + "/" + part.path("name").asString("");
            if (licences(part).stream().noneMatch(ALLOWED::contains) && !BSD_OF_THREE_CLAUSES.contains(name)) {
                others.add(name + " " + licences(part));
            }
        }
        assertThat(parts.size()).isGreaterThan(80);
        assertThat(others).isEmpty();
    }

    // A part with several may be had under any of them.
    private static List<String> licences(JsonNode part) {
        var licences = new ArrayList<String>();
        for (var each : part.path("licenses")) {
            licences.add(each.at("/license/id")
                    .asString(each.at("/license/name")
                            .asString(each.path("expression").asString(""))));
        }
        return licences;
    }

    private static JsonNode parts() throws IOException {
        try (var list = LicencesTest.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            assumeThat(list).isNotNull();
            return JsonMapper.shared().readTree(list).path("components");
        }
    }
}
