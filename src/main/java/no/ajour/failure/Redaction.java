package no.ajour.failure;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside fit for messages and logs: one line, cut short, and with everything that could be a national
 * identity number masked. A server may echo what it was sent, so nothing from an answer is shown without this.
 */
public final class Redaction {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{C}");
    private static final Pattern NUMBER =
            Pattern.compile("\\p{Nd}{11,}|(?<!\\p{Nd})\\p{Nd}{6}[ .\\-\u2010-\u2015]\\p{Nd}{5}(?!\\p{Nd})");

    private Redaction() {}

    /**
     * The text made fit to show.
     *
     * @param text null counts as empty
     * @param longest in characters; what is cut off is shown as an ellipsis
     */
    public static String of(@Nullable String text, int longest) {
        if (text == null) {
            return "";
        }
        String line = INVISIBLE.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("");
        String masked = NUMBER.matcher(line).replaceAll("***").strip();
        return masked.length() <= longest ? masked : masked.substring(0, longest) + "…";
    }
}
