package no.ajour.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import tools.jackson.databind.node.ObjectNode;

/** Events of the three types in turn, about 3 kB each, as the text that JFT serves. */
final class Events {
    private static final int BYTES = 3000;

    /** An event's type, its id, when it was last updated, and itself. */
    record Made(String type, String id, Instant lastUpdated, String json) {}

    private Events() {}

    /** @param patients whose events they are, in turn */
    static List<Made> make(int count, long[] patients) {
        var first = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(2));
        var factory = new EventFactory(() -> first, 1);
        var made = new ArrayList<Made>(count);
        for (int i = 0; i < count; i++) {
            var nin = "%011d".formatted(patients[i / 3 % patients.length]);
            var resource =
                    switch (i % 3) {
                        case 0 -> factory.document(nin);
                        case 1 -> factory.composition(nin);
                        default -> factory.medicationDispense(nin);
                    };
            made.add(complete(
                    resource, new UUID(0x4a46_5400_0000_4000L, 0x8000_0000_0000_0000L | i).toString(), first, i));
        }
        return made;
    }

    static void serve(Sandbox sandbox, String orgnr, List<Made> events) {
        for (var event : events) {
            sandbox.jft().addRaw(orgnr, event.type(), event.id(), event.lastUpdated(), event.json());
        }
    }

    private static Made complete(ObjectNode resource, String id, Instant first, int number) {
        var time = first.plusMillis(number);
        var type = resource.get("resourceType").stringValue();
        resource.put("id", id);
        var meta = resource.get("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
        meta.put("lastUpdated", time.toString());
        var tag = meta.putArray("tag").addObject();
        tag.put("system", "https://fhir.jft.nhn.no/source-system-name").put("code", "Bruno V0.1.2");
        var text = resource.toString();
        resource.putArray("extension")
                .addObject()
                .put("url", "https://example.org/fhir/notat")
                .put("valueString", words(BYTES - text.length() - 100, number));
        return new Made(type, id, time, resource.toString());
    }

    // Different in each event, as a nurse's notes are.
    private static String words(int length, int number) {
        var words = new String[] {"pasienten", "tok", "medisinen", "tilsyn", "utført", "kl.", "fall", "alarm", "ok"};
        var text = new StringBuilder(length + 16);
        for (long seed = number + 1L;
                text.length() < length;
                seed = seed * 6364136223846793005L + 1442695040888963407L) {
            text.append(words[(int) (seed >>> 40) % words.length & 7])
                    .append(' ')
                    .append(seed >>> 52)
                    .append(' ');
        }
        return text.toString();
    }

    /** What JFT would serve on its pages: the types one after the other, so many events a page. */
    static List<byte[]> pages(List<Made> events, int size) {
        var pages = new ArrayList<byte[]>();
        for (var type : JftSandbox.TYPES) {
            var all = events.stream().filter(event -> event.type().equals(type)).toList();
            for (int first = 0; first < all.size(); first += size) {
                pages.add(page(all.subList(first, Math.min(all.size(), first + size))));
            }
        }
        return pages;
    }

    private static byte[] page(List<Made> events) {
        var text = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[");
        var before = "";
        for (var event : events) {
            text.append(before)
                    .append("{\"resource\":")
                    .append(event.json())
                    .append(",\"search\":{\"mode\":\"match\"}}");
            before = ",";
        }
        return text.append("]}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
