package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import no.ajour.sandbox.EventFactory;
import no.ajour.sandbox.SyntheticNin;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import no.ajour.testing.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Three processes that share the tenants of one start, against APIs that are slow. */
class ShareProcessesTest {
    private static final int TENANTS = Integer.getInteger("share.tenants", 40);
    private static final boolean MEASURED = TENANTS >= 300;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int EVENTS = 3;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void no_tenant_is_done_twice_and_three_are_nearly_three_times_as_fast() throws Exception {
        var municipalities = IntStream.range(0, TENANTS)
                .boxed()
                .collect(Collectors.toMap(
                        i -> String.valueOf(310_000_000 + i),
                        i -> "Municipality " + i,
                        (a, b) -> a,
                        LinkedHashMap::new));
        try (var ajour = Installation.of(Postgres.freshDatabase(), municipalities)) {
            ajour.start("migrate").end(LIMIT);
            var events = new EventFactory(InstantSource.system(), 1);
            add(ajour, municipalities, events);
            assertThat(ajour.start("run", "journal-events").end(LIMIT).exitCode())
                    .isZero();
            ajour.sandbox().faults().when(Job::makes).always().latency(Duration.ofMillis(MEASURED ? 3000 : 50));

            add(ajour, municipalities, events);
            var alone = timed(ajour, "alone", 1);
            add(ajour, municipalities, events);
            var three = timed(ajour, "three", 3);

            System.out.printf(
                    Locale.ROOT,
                    "%d tenants: one process %.1f s, three %.1f s, ratio %.2f%n",
                    TENANTS,
                    alone.toMillis() / 1000.0,
                    three.toMillis() / 1000.0,
                    (double) alone.toMillis() / three.toMillis());
            assertThat(ajour.database().sql("""
                                    select share || ' ' || count(*) || ' ' || count(distinct tenant) || ' ' || string_agg(distinct state, ',')
                                    from ajour.run where share is not null group by share order by share
                                    """).query(String.class).list())
                    .containsExactly(
                            "alone " + TENANTS + " " + TENANTS + " completed",
                            "three " + TENANTS + " " + TENANTS + " completed");
            assertThat(new SideBySide(ajour.sandbox(), ajour.database(), municipalities.keySet()).differences())
                    .isEmpty();
            assertThat(ajour.database()
                            .sql("select count(*) from ajour.event")
                            .query(Long.class)
                            .single())
                    .isEqualTo(3L * EVENTS * TENANTS);
            if (MEASURED) {
                assertThat((double) alone.toMillis() / three.toMillis()).isGreaterThan(2.5);
            }
        }
    }

    private static void add(Installation ajour, Map<String, String> municipalities, EventFactory events) {
        for (var tenant : municipalities.keySet()) {
            for (int i = 0; i < EVENTS; i++) {
                ajour.sandbox().jft().add(tenant, events.any(SyntheticNin.number(i), i));
            }
        }
    }

    private static Duration timed(Installation ajour, String share, int processes) {
        long begun = System.nanoTime();
        var all = Stream.generate(() -> ajour.start("run", "journal-events", "--share", share))
                .limit(processes)
                .toList();
        var results = all.stream().map(process -> process.end(LIMIT)).toList();
        var took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(results).extracting(Installation.Result::exitCode).containsOnly(0);
        if (processes > 1) {
            assertThat(results)
                    .extracting(Installation.Result::out)
                    .allMatch(out -> out.contains(" in other processes, exit code 0)"));
        }
        return took;
    }
}
