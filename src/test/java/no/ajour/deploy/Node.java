package no.ajour.deploy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document.
 *
 * @param path to it, such as {@code spec.containers[0].name}
 * @param value what stands there; null if nothing does
 */
record Node(String document, String path, @Nullable Object value) {

    /** The place of a field, which may be empty, at the end of a path of fields. */
    Node at(String... fields) {
        Node node = this;
        for (var field : fields) {
            node = new Node(
                    document,
                    node.path.isEmpty() ? field : node.path + "." + field,
                    node.value instanceof Map<?, ?> map ? map.get(field) : null);
        }
        return node;
    }

    boolean isThere() {
        return value != null;
    }

    /** The elements of a list; none if it is no list. */
    List<Node> items() {
        return value instanceof List<?> list
                ? IntStream.range(0, list.size())
                        .mapToObj(number -> new Node(document, path + "[" + number + "]", list.get(number)))
                        .toList()
                : List.of();
    }

    /** The names of the fields; none if it has none. */
    Set<String> fields() {
        var names = new LinkedHashSet<String>();
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    /** What stands there as text; empty if nothing does. */
    String text() {
        return value == null ? "" : value.toString();
    }

    boolean is(Object expected) {
        return expected.equals(value);
    }

    /** A whole number; -1 if it is none. */
    long number() {
        return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : -1;
    }

    Finding wrong(String message) {
        return new Finding(document, path, message);
    }
}
