package no.ajour.patient;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text of a {@link CsvFile}. */
final class CsvText {

    private CsvText() {}

    /** The text that the bytes are in UTF-8, stripped; null if they are not UTF-8. Nothing is replaced. */
    static @Nullable String of(String bytesAsLatin1) {
        var bytes = ByteBuffer.wrap(bytesAsLatin1.getBytes(StandardCharsets.ISO_8859_1));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
