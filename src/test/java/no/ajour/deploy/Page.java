package no.ajour.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A page of documentation. */
record Page(Path file) {
    private static final Pattern BLOCK = Pattern.compile("(?m)^( *)```([a-z]*)\\n((?s:.*?))^ *```$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    /** What stands between three back-ticks, without its indentation. */
    record Block(String language, String text) {}

    String text() {
        return Program.read(file);
    }

    List<Block> blocks() {
        return BLOCK.matcher(text())
                .results()
                .map(block -> new Block(block.group(2), block.group(3).replaceAll("(?m)^" + block.group(1), "")))
                .toList();
    }

    List<String> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .map(Block::text)
                .toList();
    }

    /** What stands between two back-ticks. */
    List<String> code() {
        return CODE.matcher(BLOCK.matcher(text()).replaceAll(""))
                .results()
                .map(code -> code.group(1))
                .toList();
    }

    /** The words after {@code ajour} of each command of the program, in blocks that are typed and in sentences. */
    List<List<String>> commands() {
        var commands = new ArrayList<List<String>>();
        for (var block : blocks()) {
            var shown = block.text().replace("\\\n", " ");
            if (block.language().equals("sh")) {
                shown.lines().forEach(line -> Shell.commands(line).forEach(commands::add));
            } else if (block.language().isEmpty()) {
                shown.lines().filter(line -> line.startsWith("$ ")).forEach(line -> Shell.commands(line.substring(2))
                        .forEach(commands::add));
            }
        }
        for (var code : code()) {
            // A name alone is no command to give.
            Shell.commands(code).forEach(words -> commands.add(words.size() == 1 ? named(words) : words));
        }
        return commands.stream().filter(words -> !words.isEmpty()).toList();
    }

    private static List<String> named(List<String> words) {
        return List.of(words.getFirst(), "--help");
    }
}
