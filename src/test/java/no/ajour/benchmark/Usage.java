package no.ajour.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process used from its start to its end.
 *
 * @param allocated bytes of heap that its threads asked for, added up
 * @param cpu of all its threads, the collector and the compiler among them
 * @param wall from the start of the process to its end
 * @param resident the most memory that it had at a time, in bytes
 */
record Usage(long allocated, Duration cpu, Duration wall, long resident) {
    static Usage read(Path file, Duration wall) throws IOException {
        var lines = Files.readAllLines(file);
        return new Usage(
                Long.parseLong(lines.get(0)),
                Duration.ofNanos(Long.parseLong(lines.get(1))),
                wall,
                Long.parseLong(lines.get(2)));
    }

    /** Without what a process used that had nothing to do. */
    Usage beyond(Usage idle) {
        return new Usage(allocated - idle.allocated, cpu.minus(idle.cpu), wall, resident);
    }
}
