package no.ajour.fuzz;

import java.time.Duration;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gives a parser its examples, and then inputs made of them, until one goes wrong. */
final class Fuzzer {
    private static final Duration HANG = Duration.ofSeconds(60);
    private static final int LONGEST_SHOWN = 4000;

    /** How many inputs were read, and how many were refused. */
    record Tally(long read, long refused) {}

    /** An input under way. Its number is -1 or less if it is an example. */
    private static final class Underway {
        private final long number;
        private final byte[] input;

        Underway(long number, byte[] input) {
            this.number = number;
            this.input = input;
        }
    }

    private final Parser parser;
    private final long seed;
    private final long inputs;
    private volatile Underway underway = new Underway(0, new byte[0]);

    Fuzzer(Parser parser, long seed, long inputs) {
        this.parser = parser;
        this.seed = seed;
        this.inputs = Math.max(1, inputs / parser.oneIn());
    }

    /** @throws AssertionError if an input went wrong, with what makes it again */
    Tally run() throws InterruptedException {
        var task = new FutureTask<>(this::all);
        // With a stack as large as those that work is done on.
        var thread = Thread.ofPlatform().daemon().name("fuzz " + parser).start(task);
        while (true) {
            var before = underway;
            try {
                return task.get(HANG.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (underway.number == before.number) {
                    throw failure(
                            before, "does not come back within " + HANG.toSeconds() + " s", thread.getStackTrace());
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AssertionError failed) {
                    throw failed;
                }
                throw new IllegalStateException(e);
            }
        }
    }

    private Tally all() {
        try (var log = LogWatch.begin()) {
            var probe = new Probe(parser, log);
            for (int i = 0; i < parser.examples().size(); i++) {
                var result = read(probe, -1 - i, parser.examples().get(i).clone());
                if (result.refused()) {
                    throw failure(underway, "does not read its own example", stack(result.thrown()));
                }
            }
            long refused = 0;
            for (long number = 0; number < inputs; number++) {
                refused += read(probe, number, input(number)).refused() ? 1 : 0;
            }
            return new Tally(inputs - refused, refused);
        }
    }

    private Probe.Result read(Probe probe, long number, byte[] input) {
        underway = new Underway(number, input);
        var result = probe.read(input);
        if (result.complaint() != null) {
            throw failure(underway, result.complaint(), stack(result.thrown()));
        }
        return result;
    }

    /** Any input can be made without those before it. */
    private byte[] input(long number) {
        var random = new SplittableRandom(
                seed ^ (number * 0x9E3779B97F4A7C15L) ^ parser.name().hashCode());
        return new Mutator(parser.examples(), random).next();
    }

    private static StackTraceElement[] stack(@Nullable Throwable thrown) {
        return thrown == null ? new StackTraceElement[0] : thrown.getStackTrace();
    }

    // Not with what was thrown as its cause: that may quote the input.
    private AssertionError failure(Underway at, String what, StackTraceElement[] stack) {
        String shown = Base64.getEncoder().encodeToString(at.input);
        var failure = new AssertionError("%s %s; seed %d, input %d of %d bytes, in base64: %s"
                .formatted(
                        parser,
                        what,
                        seed,
                        at.number,
                        at.input.length,
                        shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + "…" : shown));
        failure.setStackTrace(stack.length == 0 ? failure.getStackTrace() : stack);
        return failure;
    }
}
