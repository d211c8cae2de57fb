package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import no.ajour.testing.AjourProgram;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process ends when its work has: Java would wait 300 ms for a thread in native code. */
class EndTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static Stream<Job> jobs() {
        return Scenario.jobs("end");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    @Execution(ExecutionMode.CONCURRENT)
    void no_virtual_thread_has_used_a_socket_in_a_run(Job job) throws Exception {
        try (var world = new World(Postgres.freshDatabase(), RandomGenerator.of("L64X128MixRandom"), "310000019")) {
            world.prepare(job, 1);
            world.change(job);
            var classes = world.ajour().folder().resolve("classes.txt");
            var command = new ArrayList<>(AjourProgram.fast().command());
            command.addAll(command.indexOf("-Xlog:disable") + 1, List.of("-Xlog:class+init=info:file=" + classes));

            var result = world.ajour()
                    .start(new AjourProgram(command), "run", job.toString())
                    .end(LIMIT);

            assertThat(result.exitCode()).as(result.toString()).isZero();
            // Poller has the thread that waits for the sockets of virtual threads, in native code and for ever.
            assertThat(Files.readAllLines(classes))
                    .anyMatch(line -> line.contains("okhttp3/OkHttpClient'"))
                    .noneMatch(line -> line.contains("sun/nio/ch/Poller'"));
        }
    }
}
