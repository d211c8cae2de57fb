package no.ajour.fhir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Cuts a searchset Bundle (FHIR R4, http.html#paging and search.html) into its entries and its {@code next} link,
 * whichever comes first. Looks no deeper: a Bundle inside an entry is one resource.
 */
public final class SearchsetReader {
    private static final byte[] REPLACEMENT = {'f', 'f', 'f', 'd'};

    private final byte[] page;
    private final JsonParser json;
    private final List<SearchEntry> entries = new ArrayList<>();
    private @Nullable String next;
    private @Nullable Integer total;
    private boolean isBundle;

    private SearchsetReader(byte[] page, JsonParser json) {
        this.page = page;
        this.json = json;
    }

    /**
     * Reads a page.
     *
     * @throws TryLater if it is not a Bundle in JSON, only part of one, or has two {@code next} links that differ
     */
    public static Searchset read(byte[] page) {
        try {
            return read(page, page);
        } catch (JacksonException e) {
            byte[] legible = withoutSurrogates(page);
            try {
                return read(page, legible);
            } catch (JacksonException again) {
                throw broken(again, page);
            }
        }
    }

    private static TryLater broken(JacksonException e, byte[] page) {
        // Without the cause: a parser's message quotes what it read.
        return new TryLater("A search was answered with something that is not whole JSON, wrong at byte "
                + (e.getLocation() == null ? "?" : e.getLocation().getByteOffset()) + " of " + page.length
                + ". Nothing of that page was stored; run again, and ask NHN if it repeats.");
    }

    /**
     * Jackson gives up on half a surrogate pair in a name, and with it would the page be lost. A page with other escapes of
     * the same length in their place is taken apart at the same bytes.
     */
    private static byte[] withoutSurrogates(byte[] page) {
        byte[] legible = page.clone();
        for (int i = 0; i + 5 < legible.length; i++) {
            if (legible[i] == '\\') {
                boolean surrogate = legible[i + 1] == 'u'
                        && (legible[i + 2] | 0x20) == 'd'
                        && Character.digit(legible[i + 3], 16) >= 8
                        && Character.digit(legible[i + 4], 16) >= 0
                        && Character.digit(legible[i + 5], 16) >= 0;
                if (surrogate) {
                    System.arraycopy(REPLACEMENT, 0, legible, i + 2, REPLACEMENT.length);
                }
                i++;
            }
        }
        return legible;
    }

    private static Searchset read(byte[] page, byte[] legible) {
        try (var json = Json.PAGE.createParser(ObjectReadContext.empty(), legible)) {
            var reader = new SearchsetReader(page, json);
            reader.bundle();
            if (!reader.isBundle) {
                throw new TryLater("A search was answered with something else than a Bundle. Nothing of that page was"
                        + " stored; run again, and ask NHN if it repeats.");
            }
            return new Searchset(List.copyOf(reader.entries), reader.next, reader.total);
        }
    }

    private void bundle() {
        // In other encodings than UTF-8 (RFC 8259, 8.1) there are no byte offsets to cut at.
        if (json.nextToken() != JsonToken.START_OBJECT
                || json.currentTokenLocation().getByteOffset() < 0) {
            return;
        }
        String name;
        while ((name = json.nextName()) != null) {
            var value = json.nextToken();
            switch (name) {
                case "resourceType" -> isBundle = "Bundle".equals(text());
                case "total" -> total = count(value);
                case "link" -> each(value, this::link);
                case "entry" -> each(value, this::entry);
                default -> json.skipChildren();
            }
        }
        // Whatever follows the Bundle is read too, so that two answers run together are not taken for one.
        if (json.nextToken() != null) {
            isBundle = false;
        }
    }

    private @Nullable Integer count(JsonToken value) {
        if (value == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= 0) {
            return json.getIntValue();
        }
        json.skipChildren();
        return null;
    }

    private void each(JsonToken value, Runnable element) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    private void link() {
        String relation = null;
        String url = null;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        String name;
        while ((name = json.nextName()) != null) {
            json.nextToken();
            switch (name) {
                case "relation" -> relation = text();
                case "url" -> url = text();
                default -> json.skipChildren();
            }
        }
        if ("next".equals(relation) && url != null) {
            if (next != null && !next.equals(url)) {
                throw new TryLater(
                        "A search was answered with a page that goes on in two ways. Nothing of that page was"
                                + " stored; run again, and ask NHN if it repeats.");
            }
            next = url;
        }
    }

    private void entry() {
        int start = here();
        byte @Nullable [] resource = null;
        boolean repeated = false;
        String mode = null;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            String name;
            while ((name = json.nextName()) != null) {
                var value = json.nextToken();
                switch (name) {
                    case "resource" -> {
                        repeated = resource != null;
                        resource = slice(here());
                    }
                    case "search" -> mode = mode(value);
                    default -> json.skipChildren();
                }
            }
        }
        entries.add(
                resource == null || repeated
                        ? SearchEntry.withoutResource(slice(start))
                        : SearchEntry.of(resource, mode));
    }

    private @Nullable String mode(JsonToken value) {
        String mode = null;
        if (value == JsonToken.START_OBJECT) {
            String name;
            while ((name = json.nextName()) != null) {
                json.nextToken();
                if (name.equals("mode")) {
                    mode = text();
                } else {
                    json.skipChildren();
                }
            }
        } else {
            json.skipChildren();
        }
        return mode;
    }

    /** The text of the current value; null if it is something else. */
    private @Nullable String text() {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        json.skipChildren();
        return null;
    }

    private int here() {
        return Math.toIntExact(json.currentTokenLocation().getByteOffset());
    }

    private byte[] slice(int start) {
        json.skipChildren();
        json.finishToken();
        return Arrays.copyOfRange(
                page, start, Math.toIntExact(json.currentLocation().getByteOffset()));
    }
}
