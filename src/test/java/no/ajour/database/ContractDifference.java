package no.ajour.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a new {@link ContractText} has that an old one had not, told apart by what it means to consumers.
 *
 * @param breaking what is gone, has another type or signature, or stands elsewhere: some consumer's SQL may fail
 * @param added views and functions that are new, new columns of old views, new arguments that may be left out
 * @param words comments and readers that are told differently
 */
record ContractDifference(List<String> breaking, List<String> added, List<String> words) {

    private record Item(String shape, String words) {}

    static ContractDifference between(String old, String present) {
        var before = items(old);
        var after = items(present);
        var breaking = new ArrayList<String>();
        var added = new ArrayList<String>();
        var words = new ArrayList<String>();
        before.forEach((name, item) -> {
            var now = after.get(name);
            if (now == null) {
                if (after.containsKey(home(name)) || home(name).equals("ajour")) {
                    breaking.add(name + " is gone");
                }
            } else if (extended(item.shape(), now.shape())) {
                added.add(name + " takes more: " + now.shape());
            } else if (!now.shape().equals(item.shape())) {
                breaking.add(name + " was " + item.shape() + ", is " + now.shape());
            } else if (!now.words().equals(item.words())) {
                words.add(name + ": " + now.words());
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name)
                        && (before.containsKey(home(name)) || home(name).equals("ajour")))
                .forEach(added::add);
        misplaced(before, after, breaking);
        return new ContractDifference(breaking, added, words);
    }

    boolean isEmpty() {
        return breaking.isEmpty() && added.isEmpty() && words.isEmpty();
    }

    @Override
    public String toString() {
        return lines("Breaking, which the contract does not allow", breaking)
                + lines("Added", added)
                + lines(
                        "Told differently: look whether the meaning has changed, which the contract does not allow",
                        words);
    }

    private static String lines(String head, List<String> lines) {
        return lines.isEmpty() ? "" : lines.stream().collect(Collectors.joining("\n- ", head + ":\n- ", "\n"));
    }

    // A view's columns keep their places, since consumers may read them by number: new ones come last.
    private static void misplaced(Map<String, Item> before, Map<String, Item> after, List<String> breaking) {
        columnsByView(before).forEach((view, old) -> {
            var now = columnsByView(after).getOrDefault(view, List.of());
            if (now.containsAll(old) && !now.subList(0, old.size()).equals(old)) {
                breaking.add("the columns of " + view + " stand in another order");
            }
        });
    }

    private static Map<String, List<String>> columnsByView(Map<String, Item> items) {
        return items.keySet().stream()
                .filter(name -> !home(name).equals("ajour"))
                .collect(Collectors.groupingBy(ContractDifference::home));
    }

    // The same call goes on working where only arguments with a default have been added after the others.
    private static boolean extended(String was, String is) {
        int end = was.lastIndexOf(") returns ");
        int newEnd = is.lastIndexOf(") returns ");
        if (end < 0 || newEnd <= end || !was.substring(end).equals(is.substring(newEnd))) {
            return false;
        }
        return is.startsWith(was.substring(0, end))
                && Arrays.stream(is.substring(end, newEnd).split(", "))
                        .skip(1)
                        .allMatch(argument -> argument.contains(" default "));
    }

    // A column's view; the schema, of a view or function.
    private static String home(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Map<String, Item> items(String text) {
        var items = new LinkedHashMap<String, Item>();
        var section = "";
        var signature = new StringBuilder();
        boolean inSignature = false;
        for (var line : text.lines().toList()) {
            if (line.startsWith("### ")) {
                section = line.substring(4);
                signature.setLength(0);
                items.put(section, new Item("", ""));
            } else if (line.equals("```")) {
                inSignature = !inSignature;
                items.put(section, new Item(signature.toString(), ""));
            } else if (inSignature) {
                signature.append(signature.isEmpty() ? "" : " ").append(line.strip());
            } else if (line.startsWith("| `")) {
                var cells = line.substring(2, line.length() - 2).split(" \\| ", 3);
                items.put(section + "." + cells[0].replace("`", ""), new Item(cells[1], cells[2]));
            } else if (!section.isEmpty() && !line.isBlank() && !line.startsWith("|") && !line.startsWith("#")) {
                var item = items.getOrDefault(section, new Item("", ""));
                items.put(section, new Item(item.shape(), (item.words() + " " + line).strip()));
            }
        }
        return items;
    }
}
