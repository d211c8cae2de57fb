package no.ajour.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A search as asked for (jft.md 1.4).
 *
 * @param count null when the client named none
 */
record SearchQuery(
        List<DateBound> bounds,
        List<TagFilter> tags,
        List<String> ids,
        boolean descending,
        @Nullable Integer count) {
    private static final Set<String> NAMES =
            Set.of("_lastUpdated", "_count", "_sort", "_tag", "_tag:not", "_id", "cursor", "_format");

    /** Unknown parameters and values are refused, though FHIR would let a server ignore them: a typing error shows. */
    static SearchQuery parse(Form form) throws Refused {
        for (String name : form.names()) {
            if (!NAMES.contains(name)) {
                throw violation("there is no search parameter of this name");
            }
        }
        List<DateBound> bounds = new ArrayList<>();
        for (String value : form.all("_lastUpdated")) {
            bounds.add(bound(value));
        }
        List<TagFilter> tags = new ArrayList<>();
        form.all("_tag").forEach(token -> tags.add(new TagFilter(false, token)));
        form.all("_tag:not").forEach(token -> tags.add(new TagFilter(true, token)));
        return new SearchQuery(List.copyOf(bounds), List.copyOf(tags), ids(form), descending(form), count(form));
    }

    /** Commas mean "or" (FHIR R4, search.html#escaping). */
    private static List<String> ids(Form form) {
        return form.all("_id").stream()
                .flatMap(ids -> Stream.of(ids.split(",")))
                .toList();
    }

    boolean wants(String id, Instant lastUpdated, List<Tag> itsTags) {
        return (ids.isEmpty() || ids.contains(id))
                && bounds.stream().allMatch(bound -> bound.holds(lastUpdated))
                && tags.stream().allMatch(filter -> filter.holds(itsTags));
    }

    /** Whether both ask for the same events in the same order; the page size may differ. */
    boolean walksAs(SearchQuery other) {
        return bounds.equals(other.bounds)
                && tags.equals(other.tags)
                && ids.equals(other.ids)
                && descending == other.descending;
    }

    private static DateBound bound(String value) throws Refused {
        try {
            return DateBound.parse(value);
        } catch (IllegalArgumentException e) {
            throw violation("_lastUpdated is " + e.getMessage());
        }
    }

    private static boolean descending(Form form) throws Refused {
        List<String> sort = form.all("_sort");
        if (sort.isEmpty() || sort.equals(List.of("_lastUpdated"))) {
            return false;
        }
        if (sort.equals(List.of("-_lastUpdated"))) {
            return true;
        }
        throw violation("_sort is neither _lastUpdated nor -_lastUpdated");
    }

    private static @Nullable Integer count(Form form) throws Refused {
        List<String> count = form.all("_count");
        if (count.isEmpty()) {
            return null;
        }
        if (count.size() > 1 || !count.getFirst().matches("[1-9]\\d{0,5}")) {
            throw violation("_count is no positive number");
        }
        return Integer.valueOf(count.getFirst());
    }

    private static Refused violation(String text) {
        return Outcome.violation(400, "invalid", text);
    }
}
