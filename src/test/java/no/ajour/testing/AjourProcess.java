package no.ajour.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Ajour as a process of its own, so that it can be killed, stopped and frozen. Closing it kills it if it is still there.
 * What it prints is watched like all output of tests ({@link OutputWatch}).
 */
public final class AjourProcess implements AutoCloseable {
    private final List<String> arguments;
    private final Process process;
    private final Path out;
    private final Path err;
    private boolean watched;

    private AjourProcess(List<String> arguments, Process process, Path out, Path err) {
        this.arguments = arguments;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts one.
     *
     * @param folder its working directory, whose application.properties it reads
     * @param number tells its output from that of other processes in the folder
     */
    static AjourProcess start(AjourProgram program, Path folder, int number, String... arguments) {
        return start(program, folder, number, Map.of(), arguments);
    }

    /**
     * Starts one in a folder that somebody else has laid out.
     *
     * @param environment variables that it gets besides
     */
    public static AjourProcess start(Path folder, Map<String, String> environment, String... arguments) {
        return start(AjourProgram.fast(), folder, 0, environment, arguments);
    }

    private static AjourProcess start(
            AjourProgram program, Path folder, int number, Map<String, String> environment, String... arguments) {
        var out = folder.resolve("out-" + number + ".txt");
        var err = folder.resolve("err-" + number + ".txt");
        var builder = new ProcessBuilder(Stream.concat(program.command().stream(), Arrays.stream(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // What this build was told about its own database is not for the program.
        builder.environment().keySet().removeIf(name -> name.startsWith("AJOUR_") || name.startsWith("SPRING_"));
        builder.environment().putAll(environment);
        try {
            return new AjourProcess(List.of(arguments), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /**
     * What it holds now.
     *
     * @throws IOException if it has ended, or this is not Linux
     */
    public Vitals vitals() throws IOException {
        return Vitals.of(pid());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** SIGSTOP. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT, if it has not been killed meanwhile. */
    public void thaw() {
        try {
            signal("CONT");
        } catch (IllegalStateException e) {
            if (isAlive()) {
                throw e;
            }
        }
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code + " for " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits for its end. The exit code of a process that a signal ended is 128 and the signal's number: 137 after
     * {@link #kill}.
     *
     * @throws AssertionError with what it has printed if it is still there after that time
     */
    public Installation.Result end(Duration within) {
        try {
            if (!process.waitFor(within)) {
                throw new AssertionError(
                        this + " has not ended within " + within + ". It has printed:\n" + read(out) + read(err));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        watch();
        return new Installation.Result(process.exitValue(), read(out), read(err));
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        watch();
    }

    private void watch() {
        if (!watched) {
            watched = true;
            OutputWatch.watch(read(out));
            OutputWatch.watch(read(err));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public String toString() {
        return "ajour " + String.join(" ", arguments) + " (process " + pid() + ")";
    }
}
