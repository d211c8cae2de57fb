package no.ajour.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import no.ajour.failure.Redaction;
import org.jspecify.annotations.Nullable;

/** Has a parser read one input, and judges how that went. For one thread. */
final class Probe {
    static final Duration LONGEST = Duration.ofSeconds(2);
    private static final long MEMORY = 64 << 20;
    private static final long MEMORY_A_BYTE = 4000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * What came of an input.
     *
     * @param complaint what was wrong, without quoting the input; null if nothing was
     * @param refused whether the parser said that it cannot read it
     * @param thrown what was thrown, if anything was
     */
    record Result(
            @Nullable String complaint,
            boolean refused,
            @Nullable Throwable thrown) {}

    private final Parser parser;
    private final LogWatch log;

    Probe(Parser parser, LogWatch log) {
        this.parser = parser;
        this.log = log;
    }

    Result read(byte[] input) {
        var made = new Made();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long worked = THREADS.getCurrentThreadCpuTime();
        Throwable thrown = null;
        try {
            parser.reading().read(input, made);
        } catch (Throwable e) {
            thrown = e;
        }
        // Of the processor: a machine with other things to do is no hang.
        var took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - worked);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        made.shown(log.taken());
        boolean refused = thrown != null && parser.refusals().contains(thrown.getClass());
        return new Result(complaint(made, thrown, refused, took, allocated, input.length), refused, thrown);
    }

    private static @Nullable String complaint(
            Made made, @Nullable Throwable thrown, boolean refused, Duration took, long allocated, int length) {
        if (thrown != null && !refused) {
            return "throws " + thrown.getClass().getName() + ": " + Redaction.of(thrown.getMessage(), 300);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (Made.holdsNumber(cause.getMessage())) {
                return "tells what may be a person's number: "
                        + cause.getClass().getSimpleName() + ": " + Redaction.of(cause.getMessage(), 300);
            }
        }
        if (took.compareTo(LONGEST) > 0) {
            return "works for " + took.toMillis() + " ms";
        }
        if (allocated > MEMORY + MEMORY_A_BYTE * length) {
            return "takes " + (allocated >> 20) + " MB of memory";
        }
        return made.complaint();
    }
}
