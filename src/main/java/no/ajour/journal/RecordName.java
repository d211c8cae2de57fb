package no.ajour.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an event is named in dead letters: the same for every copy of it, so that they share a letter, and without what
 * could be a patient's number.
 */
final class RecordName {
    // FHIR R4, datatype id.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    // JFT's ids are GUIDs, which may have as many digits in a row without being a person's number.
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern MAYBE_NUMBER = Pattern.compile("([0-9][.-]?){10,}");
    private static final int SHORT_DIGEST_BYTES = 8;

    private RecordName() {}

    static boolean isId(@Nullable String id) {
        return id != null && ID.matcher(id).matches();
    }

    /** {@code TYPE/ID}; an id that may be a person's number is digested. */
    static String of(EventType type, String id) {
        return type.resourceType() + (isSafe(id) ? "/" + id : "/id " + digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether an id can be no person's number. */
    static boolean isSafe(String id) {
        return GUID.matcher(id).matches() || !MAYBE_NUMBER.matcher(id).find();
    }

    /** The type that a record is of; null if it is no event. */
    static @Nullable EventType type(String record) {
        return Arrays.stream(EventType.values())
                .filter(type -> record.startsWith(type.resourceType() + "/"))
                .findFirst()
                .orElse(null);
    }

    /** The id that a record tells; null if there is none or it is digested. */
    static @Nullable String id(String record) {
        var id = record.substring(record.indexOf('/') + 1);
        return isId(id) ? id : null;
    }

    /** For an entry that has no usable id: a digest of its bytes. */
    static String ofEntry(EventType type, byte[] entry) {
        return type.resourceType() + "/entry " + digest(entry);
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(sha256().digest(bytes), SHORT_DIGEST_BYTES));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
