package no.ajour.document;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What {@code content.attachment} says of a document in advance (FHIR R4, datatype Attachment), and whether it came true. */
final class Attachment {
    private static final int SHA_1 = 20;
    // MHD: a document that is made when it is asked for has size 0 and the hash of nothing, or neither.
    private static final String OF_NOTHING = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern XML = Pattern.compile("(application|text)/([a-z0-9.+-]+\\+)?(xml|hl7-v3)");
    private static final Set<String> ANY = Set.of("", "application/octet-stream", "binary/octet-stream");

    private Attachment() {}

    /** Null if it says nothing. */
    static @Nullable Long size(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0 ? node.longValue() : null;
    }

    /**
     * SHA-1, in base64 as FHIR has it; in hexadecimal as XDS has it; or the one in the other, as facades make of it. Returns it in hexadecimal;
     * null if it says nothing, or is no SHA-1.
     */
    static @Nullable String hash(String text) {
        var given = text.strip();
        if (!HEX.matcher(given).matches()) {
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(given);
            } catch (IllegalArgumentException e) {
                return null;
            }
            given = bytes.length == SHA_1
                    ? HexFormat.of().formatHex(bytes)
                    : new String(bytes, StandardCharsets.ISO_8859_1);
        }
        given = given.toLowerCase(Locale.ROOT);
        return HEX.matcher(given).matches() && !given.equals(OF_NOTHING) ? given : null;
    }

    /** Whether a document that was to be of one media type may come as another; null: not given. */
    static boolean fits(@Nullable String promised, @Nullable String came) {
        var one = plain(promised);
        var other = plain(came);
        return one.equals(other)
                || ANY.contains(one)
                || ANY.contains(other)
                || (XML.matcher(one).matches() && XML.matcher(other).matches());
    }

    private static String plain(@Nullable String type) {
        return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }
}
