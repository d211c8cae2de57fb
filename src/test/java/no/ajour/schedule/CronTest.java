package no.ajour.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import no.ajour.failure.WrongInstallation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

class CronTest {
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    // Spring has a reader of cron of its own, which nothing here shares.
    @Property(tries = 500)
    void quartz_comes_to_the_same_times_as_another_reader_of_cron(@ForAll("schedules") String schedule)
            throws ParseException {
        var other = org.springframework.scheduling.support.CronExpression.parse("0 " + schedule);
        var expected = new ArrayList<Instant>();
        var at = JUNE.atZone(OSLO);
        // Until the clocks change, where readers differ by right.
        for (var next = other.next(at);
                next != null && expected.size() < 20 && next.getMonthValue() < 10 && next.getYear() == 2026;
                next = other.next(next)) {
            expected.add(next.toInstant());
        }

        assertThat(times(schedule, JUNE, expected.size())).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> schedules() {
        var days = Arbitraries.oneOf(
                Combinators.combine(field(1, 28), Arbitraries.just("*")).as((day, any) -> day + " " + any),
                Combinators.combine(Arbitraries.just("*"), Arbitraries.oneOf(daysOfWeek(), names()))
                        .as((any, day) -> any + " " + day));
        return Combinators.combine(field(0, 59), field(0, 23), days, field(1, 12))
                .as((minute, hour, day, month) -> {
                    var dayFields = day.split(" ", -1);
                    return String.join(" ", minute, hour, dayFields[0], month, dayFields[1]);
                });
    }

    // Without steps and the second number of Sunday, of which the other reader makes something else.
    private static Arbitrary<String> daysOfWeek() {
        return field(0, 6).filter(field -> !field.contains("/"));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("MON", "SUN", "MON-FRI", "TUE,SAT", "fri");
    }

    private static Arbitrary<String> field(int least, int most) {
        var number = Arbitraries.integers().between(least, most);
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                number.map(String::valueOf),
                Combinators.combine(number, number).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b)),
                number.list().ofMinSize(2).ofMaxSize(4).uniqueElements().map(all -> all.stream()
                        .sorted()
                        .map(String::valueOf)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow()),
                Arbitraries.integers().between(2, 11).map(step -> "*/" + step));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "7, 1",
        "0-7, ?",
        "1-5, '2,3,4,5,6'",
        "5-7, '1,6,7'",
        "'6,7', '1,7'",
        "*/2, '1,3,5,7'",
        "1-5/2, '2,4,6'",
        "sat, 7"
    })
    void days_of_the_week_count_from_another_day(String field, String quartz) {
        assertThat(Cron.quartz("0 5 * * " + field))
                .isEqualTo("0 0 5 " + (quartz.equals("?") ? "*" : "?") + " * " + quartz);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 5 30 2 *", "* 6-18 * */15 MON-FRI", "5 4 * * 1,3/2FRI"})
    void schedule_that_never_comes_or_that_quartz_does_not_take_is_refused_by_name(String schedule) {
        assertThatThrownBy(() -> Schedules.quartz("journal-events", schedule))
                .isInstanceOf(WrongInstallation.class)
                .hasMessageContaining("ajour.jobs.journal-events.schedule is '" + schedule);
    }

    // The hour from 02:00 to 03:00 is not there in March, and is there twice in October.
    @ParameterizedTest
    @CsvSource({
        "'12 5 * * *', 2026-03-29, 1",
        "'12 5 * * *', 2026-10-25, 1",
        "'41 3 * * *', 2026-03-29, 1",
        "'41 3 * * *', 2026-10-25, 1",
        "'30 2 * * *', 2026-03-29, 0",
        "'30 2 * * *', 2026-10-25, 1",
        "'4,34 * * * *', 2026-03-29, 46",
        "'4,34 * * * *', 2026-10-25, 48",
        "'4,34 * * * *', 2026-06-01, 48"
    })
    void on_days_when_clocks_change_a_job_is_due_so_often(String schedule, String day, int times)
            throws ParseException {
        var midnight = LocalDate.parse(day).atStartOfDay(OSLO);

        assertThat(times(schedule, midnight.minusSeconds(1).toInstant(), 60))
                .filteredOn(time -> time.isBefore(midnight.plusDays(1).toInstant()))
                .hasSize(times);
    }

    private static List<Instant> times(String schedule, Instant after, int count) throws ParseException {
        var quartz = new CronExpression(Cron.quartz(schedule));
        quartz.setTimeZone(TimeZone.getTimeZone(OSLO));
        var times = new ArrayList<Instant>();
        var at = Date.from(after);
        for (int i = 0; i < count; i++) {
            at = Objects.requireNonNull(quartz.getNextValidTimeAfter(at));
            times.add(at.toInstant());
        }
        return times;
    }
}
