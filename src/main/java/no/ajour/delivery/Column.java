package no.ajour.delivery;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column of a statement that takes many rows through {@code unnest}. */
public final class Column {
    private Column() {}

    /** A text for each row, null where it has none. */
    public static <R> @Nullable String[] texts(List<R> rows, Function<R, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    /** The id of each item. */
    public static Long[] ids(List<? extends Item> items) {
        return items.stream().map(Item::id).toArray(Long[]::new);
    }
}
