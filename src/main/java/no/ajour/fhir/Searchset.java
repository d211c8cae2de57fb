package no.ajour.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search, cut into entries.
 *
 * @param entries in the order of the page
 * @param next the link to the next page as it stands there; null on the last page
 * @param total {@code Bundle.total}, of matches; null if not given, or no number that can be right
 */
public record Searchset(
        List<SearchEntry> entries,
        @Nullable String next,
        @Nullable Integer total) {}
