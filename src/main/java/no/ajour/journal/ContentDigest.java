package no.ajour.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * Tells whether two versions of a resource say the same: SHA-256 of a canonical form, in which the order of keys and
 * white space do not matter, every digit of a number does, and the resource's own {@code meta}, which JFT stamps anew,
 * is left out.
 */
final class ContentDigest {
    private final StringBuilder canonical = new StringBuilder();

    private ContentDigest() {}

    /** The digest in hexadecimal. */
    static String of(JsonNode resource) {
        var form = new ContentDigest();
        form.object(resource, true);
        byte[] bytes = form.canonical.toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(RecordName.sha256().digest(bytes));
    }

    private void object(JsonNode object, boolean withoutMeta) {
        canonical.append('{');
        var names = object.propertyNames().toArray(String[]::new);
        Arrays.sort(names);
        for (var name : names) {
            if (!withoutMeta || !name.equals("meta")) {
                text(name);
                value(object.get(name));
            }
        }
        canonical.append('}');
    }

    private void value(JsonNode node) {
        if (node.isObject()) {
            object(node, false);
        } else if (node.isArray()) {
            canonical.append('[');
            node.values().forEach(this::value);
            canonical.append(']');
        } else if (node.isString()) {
            text(node.stringValue());
        } else if (node.isNumber()) {
            canonical.append(node.numberValue()).append(',');
        } else {
            canonical.append(node.isNull() ? "null" : node.asString()).append(',');
        }
    }

    // With its length before it, a text cannot be taken for two, nor for anything else.
    private void text(String text) {
        canonical.append('"').append(text.length()).append(':').append(text);
    }
}
