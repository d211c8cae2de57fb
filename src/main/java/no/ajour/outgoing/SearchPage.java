package no.ajour.outgoing;

import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a searchset Bundle as it comes, with one resource in memory at a time. */
final class SearchPage {
    private static final Set<String> FAILED = Set.of("error", "fatal");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(1000)
                            .build())
                    .build())
            .build();

    private final JsonParser json;
    private final Consumer<JsonNode> resources;
    private boolean isBundle;
    private @Nullable String next;

    private SearchPage(JsonParser json, Consumer<JsonNode> resources) {
        this.json = json;
        this.resources = resources;
    }

    /**
     * Reads it all.
     *
     * @param resources told of every resource
     * @return the next link as it stands there; null on the last page
     * @throws TryLater if it is not a whole Bundle, or the server says itself that its answer is not whole, or it can be read
     *     in two ways: an event that is taken for absent is sent once more
     */
    static @Nullable String read(InputStream body, Consumer<JsonNode> resources) {
        try (var json = JSON.createParser(body)) {
            var page = new SearchPage(json, resources);
            page.bundle();
            // What follows the Bundle may be another, or the rest of this one.
            if (!page.isBundle || json.nextToken() != null) {
                throw new TryLater("A search at JFT was answered with something else than a Bundle");
            }
            return page.next;
        } catch (JacksonException e) {
            // Without the cause: a parser's message quotes what it read.
            throw new TryLater("A search at JFT was answered with something that is not whole JSON");
        }
    }

    private void bundle() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        String name;
        while ((name = json.nextName()) != null) {
            var value = json.nextToken();
            switch (name) {
                case "resourceType" ->
                    isBundle =
                            value == JsonToken.VALUE_STRING && json.getString().equals("Bundle");
                case "link" -> link(json.readValueAsTree());
                case "entry" -> entries(value);
                default -> json.skipChildren();
            }
        }
    }

    private void link(JsonNode links) {
        for (var link : links.values()) {
            var url = link.path("url").stringValue(null);
            if (link.path("relation").stringValue("").equals("next") && url != null) {
                if (next != null && !next.equals(url)) {
                    throw new TryLater("A search at JFT was answered with a page that goes on in two ways");
                }
                next = url;
            }
        }
    }

    private void entries(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                entry();
            } else {
                json.skipChildren();
            }
        }
    }

    private void entry() {
        boolean read = false;
        String name;
        while ((name = json.nextName()) != null) {
            json.nextToken();
            if (!name.equals("resource")) {
                json.skipChildren();
            } else if (read) {
                throw new TryLater("A search at JFT was answered with an entry that has two resources");
            } else {
                resource(json.readValueAsTree());
                read = true;
            }
        }
    }

    private void resource(JsonNode resource) {
        if (resource.path("resourceType").stringValue("").equals("OperationOutcome")) {
            for (var issue : resource.path("issue").values()) {
                if (FAILED.contains(issue.path("severity").stringValue(""))) {
                    throw new TryLater("JFT says that its own answer to a search is not whole");
                }
            }
        }
        resources.accept(resource);
    }
}
