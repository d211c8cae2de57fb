package no.ajour.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The five fields of cron, as in a crontab and in a Kubernetes CronJob, in the form of Quartz's {@code CronExpression}:
 * seconds come first, days of the week count from 1 for Sunday, and one of the two kinds of days is left open.
 */
final class Cron {
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int WEEK = DAYS.size();

    private Cron() {}

    /** @param schedule that {@code JobSettings} has let through */
    static String quartz(String schedule) {
        var field = schedule.split(" ", -1);
        var days = daysOfWeek(field[4]);
        String dayOfMonth = days.size() == WEEK ? field[2] : "?";
        String dayOfWeek = days.size() == WEEK
                ? "?"
                : days.stream().map(day -> String.valueOf(day + 1)).collect(Collectors.joining(","));
        return String.join(" ", "0", field[0], field[1], dayOfMonth, field[3], dayOfWeek);
    }

    /** From 0 for Sunday; cron takes 7 for Sunday too. */
    private static Set<Integer> daysOfWeek(String field) {
        var days = new TreeSet<Integer>();
        for (var part : field.split(",", -1)) {
            var steps = part.split("/", -1);
            int step = steps.length == 1 ? 1 : Integer.parseInt(steps[1]);
            var ends = steps[0].split("-", -1);
            boolean open = steps[0].equals("*");
            int first = open ? 0 : day(ends[0]);
            int last = open || (ends.length == 1 && steps.length > 1) ? WEEK - 1 : day(ends[ends.length - 1]);
            for (int day = first; day <= last; day += step) {
                days.add(day % WEEK);
            }
        }
        return days;
    }

    private static int day(String text) {
        int name = DAYS.indexOf(text.toUpperCase(Locale.ROOT));
        return name < 0 ? Integer.parseInt(text) : name;
    }
}
