package no.ajour.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of an event, as it lies in a searchset.
 *
 * @param visibleFrom when searches begin to show it: later than {@code lastUpdated} for an event that comes late
 * @param content the resource; made anew at each call for generated events, so that many cost no memory
 * @param raw given for an event whose text is served as it stands, however broken; null for all others
 */
record EventVersion(
        String type,
        String id,
        Instant lastUpdated,
        Instant visibleFrom,
        List<Tag> tags,
        Supplier<ObjectNode> content,
        @Nullable String raw) {
    /** As JFT writes it: {@code 2026-05-26T10:06:17.01493+00:00} (jft.md 1.5). */
    private static final DateTimeFormatter FIVE_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSxxx", Locale.ROOT);

    static String format(Instant time) {
        return FIVE_DIGITS.format(time.atOffset(ZoneOffset.UTC));
    }

    /** The resource with JFT's id and metadata put in; other metadata of the resource stays. */
    String json(List<Tag> more) {
        if (raw != null) {
            return raw;
        }
        ObjectNode source = content.get();
        ObjectNode meta = source.get("meta") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonMapper.shared().createObjectNode();
        meta.put("lastUpdated", format(lastUpdated));
        ArrayNode all = meta.get("tag") instanceof ArrayNode given ? given : meta.putArray("tag");
        tags.forEach(tag -> add(all, tag));
        more.forEach(tag -> add(all, tag));
        ObjectNode whole = JsonMapper.shared().createObjectNode();
        whole.put("resourceType", type).put("id", id).set("meta", meta);
        source.forEachEntry((name, value) -> {
            if (!whole.has(name)) {
                whole.set(name, value);
            }
        });
        return whole.toString();
    }

    private static void add(ArrayNode tags, Tag tag) {
        tags.addObject().put("system", tag.system()).put("code", tag.code());
    }
}
