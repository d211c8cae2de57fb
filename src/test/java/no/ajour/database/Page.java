package no.ajour.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of this project that people read, line ends as everywhere but in some check-outs. */
record Page(Path file) {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```sql ?(.*)\\n((?s:.*?))^```$");

    /**
     * SQL in a page.
     *
     * @param by who runs it, as the first line of the block says; empty: a consumer
     */
    record Block(String by, String sql) {}

    Page(String file) {
        this(Path.of(file));
    }

    String text() {
        try {
            return Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between {@code <!-- generated: name -->} and {@code <!-- end -->}. */
    String generated(String name) {
        var matcher = generatedPart(name).matcher(text());
        if (!matcher.find()) {
            throw new IllegalStateException(file + " has no part <!-- generated: " + name + " --> ... <!-- end -->");
        }
        return matcher.group(2);
    }

    void generate(String name, String text) {
        generated(name);
        write(generatedPart(name).matcher(text()).replaceFirst("$1" + Matcher.quoteReplacement(text) + "$3"));
    }

    /** The blocks of SQL in their order. */
    List<Block> sql() {
        return BLOCK.matcher(text())
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }

    private static Pattern generatedPart(String name) {
        return Pattern.compile(
                "(<!-- generated: " + Pattern.quote(name) + " -->\\n)(.*?)(<!-- end -->)", Pattern.DOTALL);
    }
}
