package no.ajour.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * What a process took, from its start to its end.
 *
 * @param wall time
 * @param rss the most memory that it had resident at a time, in bytes; as it was seen, every few milliseconds
 */
record Measured(Duration wall, long rss) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int LOOK_EVERY_MILLIS = 5;

    /** A process whose output nobody reads. */
    static ProcessBuilder quiet(List<String> command, Path folder) {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Starts a process and waits for its end. */
    static Measured of(ProcessBuilder builder) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var process = builder.start();
        long rss = 0;
        while (!process.waitFor(Duration.ofMillis(LOOK_EVERY_MILLIS))) {
            rss = Math.max(rss, highWater(process.pid()));
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException(builder.command() + " has not ended within " + LIMIT);
            }
        }
        var measured = new Measured(Duration.ofNanos(System.nanoTime() - begun), rss);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(builder.command() + " ended with " + process.exitValue());
        }
        return measured;
    }

    static <T extends Comparable<T>> T median(List<Measured> all, Function<Measured, T> what) {
        return all.stream().map(what).sorted(Comparator.naturalOrder()).toList().get(all.size() / 2);
    }

    // VmHWM of proc_pid_status(5), in KiB; 0 once the process is gone.
    private static long highWater(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
