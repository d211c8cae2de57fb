package no.ajour.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Starts Ajour, and when its process ends writes what it used into the file that the first argument names. */
public final class MeasuredMain {
    private MeasuredMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        var file = Path.of(args[0]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file)));
        // By name: this class is in a jar of its own, beside the program's.
        Class.forName("no.ajour.Ajour").getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void write(Path file) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try {
            Files.writeString(
                    file,
                    threads.getTotalThreadAllocatedBytes() + "\n" + system.getProcessCpuTime() + "\n" + mostResident()
                            + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // VmHWM of proc_pid_status(5), in KiB.
    private static long mostResident() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IllegalStateException("/proc/self/status has no VmHWM");
    }
}
