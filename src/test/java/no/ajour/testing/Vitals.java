package no.ajour.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process holds of the machine, as Linux tells it.
 *
 * @param openFiles files, sockets and pipes
 * @param peakMegabytes the most memory that it had in use at any time
 */
public record Vitals(int threads, int openFiles, long peakMegabytes) {

    /** @throws IOException if the process has ended, or this is not Linux */
    static Vitals of(long pid) throws IOException {
        var process = Path.of("/proc", Long.toString(pid));
        var status = Files.readAllLines(process.resolve("status"));
        try (var files = Files.list(process.resolve("fd"))) {
            return new Vitals((int) number(status, "Threads:"), (int) files.count(), number(status, "VmHWM:") / 1024);
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
