package no.ajour.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import no.ajour.fuzz.Made;
import no.ajour.fuzz.Parser;
import no.ajour.fuzz.SettingRefused;
import no.ajour.run.ErrorBudget;
import no.ajour.run.JobSettings;
import org.quartz.CronExpression;

/** What is read of schedules in settings, for the fuzzer. */
public final class ScheduleParsers {
    private ScheduleParsers() {}

    public static Stream<Parser> all() {
        return Stream.of(Parser.ofText(
                        "schedule",
                        List.of("12 5 * * *", "*/15 6-18 * * MON-FRI", "0 0 1,15 * *", "5 4 * JAN-MAR 1,3/2"),
                        ScheduleParsers::schedule)
                .refusing(SettingRefused.class));
    }

    private static void schedule(String input, Made made) throws SettingRefused {
        SettingRefused.settingIs(() -> settings(input));
        if (!input.isEmpty()) {
            made.must(CronExpression.isValidExpression(Schedules.quartz("job", input)), "Quartz takes it");
        }
    }

    private static JobSettings settings(String schedule) {
        return new JobSettings(
                true,
                schedule,
                ZoneId.of("Europe/Oslo"),
                List.of(),
                Duration.ofHours(1),
                ErrorBudget.DEFAULT,
                Duration.ofHours(1));
    }
}
