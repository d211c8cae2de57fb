package no.ajour.database;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of a view. */
record FhirRow(Map<String, @Nullable Object> values) {

    Set<String> columns() {
        return values.keySet();
    }

    @Nullable
    Object get(String column) {
        return values.get(column);
    }

    String text(String column) {
        return Objects.requireNonNull(values.get(column)).toString();
    }

    /** An index into a list, of a place that is counted from 1. */
    int index(String column) {
        return (int) Objects.requireNonNull(values.get(column)) - 1;
    }
}
