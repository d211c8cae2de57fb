package no.ajour.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Command lines as people type them. */
final class Shell {
    // Quoted or bare; and what ends a command.
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(;|&&|\\||<|>|#.*)|([^\\s;&|<>\"']+)");

    private Shell() {}

    /** The words after {@code ajour} of each of the program's commands in a line. */
    static List<List<String>> commands(String line) {
        var commands = new ArrayList<List<String>>();
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find()) {
            if (matcher.group(3) == null) {
                words.add(matcher.group().replaceAll("^[\"']|[\"']$", ""));
            } else {
                add(words, commands);
                words.clear();
            }
        }
        add(words, commands);
        return commands;
    }

    private static void add(List<String> words, List<List<String>> commands) {
        int first = 0;
        while (first < words.size() && isBefore(words, first)) {
            first++;
        }
        if (first < words.size() && words.get(first).equals("ajour")) {
            commands.add(List.copyOf(words.subList(first + 1, words.size())));
        }
    }

    // sudo -u NAME, env and variables may stand before a command.
    private static boolean isBefore(List<String> words, int number) {
        var word = words.get(number);
        return word.equals("sudo")
                || word.equals("env")
                || word.equals("-u")
                || (number > 0 && words.get(number - 1).equals("-u"))
                || word.matches("[A-Z_]+=.*");
    }
}
