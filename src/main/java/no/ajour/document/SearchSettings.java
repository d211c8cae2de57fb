package no.ajour.document;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How references are searched (ITI-67).
 *
 * @param path of the search, below the API's base URL
 * @param status of the references that are asked for
 * @param filters parameters beside the patient and the status, each {@code name=value}; a name may be repeated
 * @param pageSize sent as {@code _count}; 0 sends none
 * @param sort sent as {@code _sort}; empty sends none
 * @param within how long PHR keeps a search, in which all of its pages must be read
 * @param tries how often a search may begin again at its first page
 * @param mostPages pages after which a search is given up
 * @param largestPage bytes of a page
 */
record SearchSettings(
        @DefaultValue("/R4/fhir/DocumentReference/_search") String path,
        @DefaultValue("current") String status,
        @DefaultValue List<String> filters,
        @DefaultValue("100") int pageSize,
        @DefaultValue("-date") String sort,
        @DefaultValue("3m") Duration within,
        @DefaultValue("3") int tries,
        @DefaultValue("200") int mostPages,
        @DefaultValue("16MB") DataSize largestPage) {
    /** PHR's "Query Parameters", those that the job gives itself left out. */
    static final Set<String> PARAMETERS = Set.of(
            "author.given",
            "author.family",
            "category",
            "creation",
            "date",
            "event",
            "facility",
            "format",
            "identifier",
            "period",
            "related",
            "security-label",
            "setting",
            "type");

    // ITI-67, 2:3.67.4.1.2: they become From and To of the times of a stored query, and nothing else can be asked.
    private static final Set<String> FROM_TO = Set.of("creation", "period");
    private static final Pattern BOUND = Pattern.compile("(ge|lt)[0-9].*");

    SearchSettings {
        filters = List.copyOf(filters);
        filters.forEach(SearchSettings::requireFilter);
        require(path.startsWith("/") && path.endsWith("/_search"), "path must be a path that ends with /_search");
        require(!status.isBlank(), "status must be given, such as current: PHR requires it");
        require(pageSize >= 0, "page-size must be at least 1, or 0 to leave it to PHR");
        require(within.isPositive(), "within must be longer than nothing, such as 3m");
        require(tries >= 1, "tries must be at least 1");
        require(mostPages >= 1, "most-pages must be at least 1");
        require(
                largestPage.toBytes() >= 1024 && largestPage.toBytes() <= 256 << 20,
                "largest-page must be from 1KB to 256MB");
    }

    private static void requireFilter(String filter) {
        int equals = filter.indexOf('=');
        var name = filter.substring(0, Math.max(0, equals));
        var value = filter.substring(equals + 1);
        require(
                PARAMETERS.contains(name) && !value.isBlank(),
                "filters must each be name=value with one of "
                        + PARAMETERS.stream().sorted().toList());
        require(
                !FROM_TO.contains(name) || BOUND.matcher(value).matches(),
                "filters: " + name + " takes a time with ge or lt before it, such as " + name + "=ge2024-01-01");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(DocumentSettings.PREFIX + "search." + message);
        }
    }
}
