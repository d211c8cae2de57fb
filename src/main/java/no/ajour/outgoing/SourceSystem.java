package no.ajour.outgoing;

import java.text.Normalizer;
import no.ajour.failure.Redaction;

/** The value of the header {@code nhn-source-system}, which names the system that an event comes from. */
final class SourceSystem {
    /** Characters. */
    static final int LONGEST = 100;

    private SourceSystem() {}

    /**
     * Made fit for a header (RFC 9110, 5.5): one line of printable ASCII, Norwegian letters written out, cut short, and
     * without anything that could be a person's number, since JFT shows it to every reader.
     */
    static String header(String name) {
        String spelled = Redaction.of(name, 10 * LONGEST)
                .replace("æ", "ae")
                .replace("Æ", "Ae")
                .replace("ø", "o")
                .replace("Ø", "O");
        String ascii = Normalizer.normalize(spelled, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^\\x20-\\x7e]", "?");
        // Once more, since what was no digit before may be one now: a superscript, for one.
        String safe = Redaction.of(ascii, 20 * LONGEST);
        return safe.substring(0, Math.min(LONGEST, safe.length())).strip();
    }
}
