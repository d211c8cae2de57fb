package no.ajour.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import no.ajour.journal.Event.Origin;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What JFT adds to an event's {@code meta} (ReadAPI and WriteAPI overviews, 02.06.2026). Every part may be missing. */
final class MetaTags {
    private static final String SYSTEMS = "https://fhir.jft.nhn.no/";
    private static final Pattern ORGNR = Pattern.compile("(?<![0-9])[0-9]{9}(?![0-9])");

    private MetaTags() {}

    static @Nullable String lastUpdated(JsonNode resource) {
        return resource.path("meta").path("lastUpdated").stringValue(null);
    }

    static Origin origin(JsonNode resource) {
        return new Origin(
                first(codes(resource, "source-system-name")),
                first(codes(resource, "source-client-id")),
                first(codes(resource, "source-client-name")),
                first(parentOrgnrs(resource)));
    }

    /** The municipalities named; usually one. A code in which no organisation number can be seen says nothing. */
    static List<String> parentOrgnrs(JsonNode resource) {
        return codes(resource, "parent-organization-number").stream()
                .flatMap(code -> ORGNR.matcher(code).results())
                .map(MatchResult::group)
                .toList();
    }

    private static @Nullable String first(List<String> codes) {
        return codes.isEmpty() ? null : codes.getFirst();
    }

    private static List<String> codes(JsonNode resource, String system) {
        var codes = new ArrayList<String>();
        for (var tag : resource.path("meta").path("tag").values()) {
            var code = tag.path("code").stringValue("");
            if (tag.path("system").stringValue("").equals(SYSTEMS + system) && !code.isBlank()) {
                codes.add(code);
            }
        }
        return codes;
    }
}
