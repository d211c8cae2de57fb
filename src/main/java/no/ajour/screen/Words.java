package no.ajour.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text broken into lines. */
public final class Words {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}&&[^\r\n]]");

    private Words() {}

    /** The text without what a terminal would obey or hide: controls but for ends of lines, and marks that turn text around. */
    public static String plain(String text) {
        return UNSEEN.matcher(text.replace('\t', ' ')).replaceAll("");
    }

    /**
     * Breaks a text between words; a word that is longer than a line is broken where the line ends.
     *
     * @param width characters a line, at least 1
     * @return at least one line, which is empty if the text is
     */
    public static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        for (var paragraph : plain(text).split("\\R", -1)) {
            var line = new StringBuilder();
            for (var word : paragraph.strip().split(" +", -1)) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
                while (line.length() > width) {
                    lines.add(line.substring(0, width));
                    line.delete(0, width);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
