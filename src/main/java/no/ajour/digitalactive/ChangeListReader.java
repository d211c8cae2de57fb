package no.ajour.digitalactive;

import java.io.InputStream;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code {"offset": "...", "fnr": ["...", ...]}} in constant memory, whichever comes first and whatever else is
 * there.
 */
final class ChangeListReader {

    /** Takes the entries of {@code fnr} as they are read. */
    interface Entries {
        void number(long number);

        /** An entry that is not eleven digits. */
        void malformed();
    }

    private static final String WHAT = "Helsenorge's change list";
    private static final int DIGITS = 11;
    // It goes back as a part of a URL.
    private static final int LONGEST_OFFSET = 2000;

    private final JsonParser parser;
    private final Entries entries;
    private @Nullable String offset;
    private boolean listed;

    private ChangeListReader(JsonParser parser, Entries entries) {
        this.parser = parser;
        this.entries = entries;
    }

    /**
     * Reads a body to its end.
     *
     * @return the offset, verbatim
     * @throws TryLater if the body is cut, or has no list or no offset that can be kept and sent back
     */
    static String read(InputStream body, Entries entries) {
        return AnswerJson.read(WHAT, () -> {
            try (var parser = AnswerJson.parser(body)) {
                return new ChangeListReader(parser, entries).document();
            }
        });
    }

    private String document() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw AnswerJson.unreadable(WHAT, "is not a JSON object");
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            property(name, parser.nextToken());
        }
        if (parser.nextToken() != null) {
            throw AnswerJson.unreadable(WHAT, "goes on after its end");
        }
        if (offset == null || offset.isBlank()) {
            throw AnswerJson.unreadable(WHAT, "has no offset");
        }
        if (offset.length() > LONGEST_OFFSET || offset.chars().anyMatch(ChangeListReader::isUnfit)) {
            throw AnswerJson.unreadable(WHAT, "has an offset that cannot be kept and sent back");
        }
        if (!listed) {
            throw AnswerJson.unreadable(WHAT, "has no list of fnr");
        }
        return offset;
    }

    // PostgreSQL keeps no NUL and no half of a surrogate pair.
    private static boolean isUnfit(int c) {
        return Character.isISOControl(c) || Character.isSurrogate((char) c);
    }

    private void property(String name, JsonToken value) {
        if (name.equals("offset") && value == JsonToken.VALUE_STRING) {
            offset = parser.getString();
        } else if (name.equals("fnr") && value == JsonToken.START_ARRAY) {
            listed = true;
            list();
        } else {
            parser.skipChildren();
        }
    }

    private void list() {
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            long number = token == JsonToken.VALUE_STRING ? elevenDigits() : -1;
            if (number < 0) {
                entries.malformed();
                parser.skipChildren();
            } else {
                entries.number(number);
            }
        }
    }

    // From the parser's own buffer: a string for each of some millions would be garbage.
    private long elevenDigits() {
        if (parser.getStringLength() != DIGITS) {
            return -1;
        }
        char[] buffer = parser.getStringCharacters();
        int start = parser.getStringOffset();
        long number = 0;
        for (int i = start; i < start + DIGITS; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
