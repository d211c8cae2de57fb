package no.ajour.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import no.ajour.sandbox.PublishedExamples;

/** A few published resources of each type, small ones, which are parsed often. */
public final class Published {
    private static final int LONGEST = 4000;
    private static final int MOST = 8;
    private static final List<String> ALL = PublishedExamples.all().stream()
            .collect(Collectors.groupingBy(
                    example -> example.resource().path("resourceType").asString("")))
            .values()
            .stream()
            .flatMap(examples -> examples.stream()
                    .map(example -> example.resource().toString())
                    .filter(example -> example.length() <= LONGEST)
                    .limit(MOST))
            .toList();

    private Published() {}

    /** Those of a type. */
    public static List<String> of(String type) {
        return ALL.stream()
                .filter(example -> example.contains("\"resourceType\":\"" + type + "\""))
                .toList();
    }
}
