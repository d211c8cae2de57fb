package no.ajour.testing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import no.ajour.failure.WrongRecord;
import no.ajour.patient.Nin;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails the whole test run if anything that any test or the program under it printed or logged contains a synthetic
 * national identity number. Every number in play in the tests is one of these.
 */
public final class OutputWatch implements LauncherSessionListener {
    private static final Pattern ELEVEN_DIGITS = Pattern.compile("(?<![0-9])[0-9]{11}(?![0-9])");
    private static final List<String> FOUND = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        System.setOut(new PrintStream(new Watched(System.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Watched(System.err), true, StandardCharsets.UTF_8));
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (!FOUND.isEmpty()) {
            throw new AssertionError("The output contains " + FOUND.size()
                    + " lines with a national identity number, here masked:\n" + String.join("\n", FOUND));
        }
    }

    /** Watches what a process of its own has printed as if this one had. */
    static void watch(String output) {
        output.lines().forEach(OutputWatch::check);
    }

    private static void check(String line) {
        if (!numbersIn(line).isEmpty()) {
            FOUND.add(ELEVEN_DIGITS.matcher(line).replaceAll("[11 digits]"));
        }
    }

    /** Every synthetic identity number in a text. */
    public static List<String> numbersIn(String text) {
        return ELEVEN_DIGITS
                .matcher(text)
                .results()
                .map(match -> match.group())
                .filter(OutputWatch::synthetic)
                .toList();
    }

    // Months 66-77 and 81-92 with right check digits: what the tests use, and hardly anything else by chance.
    private static boolean synthetic(String digits) {
        int month = Integer.parseInt(digits.substring(2, 4));
        return ((month >= 66 && month <= 77) || (month >= 81 && month <= 92)) && valid(digits);
    }

    private static boolean valid(String digits) {
        try {
            Nin.parse(digits);
            return true;
        } catch (WrongRecord e) {
            return false;
        }
    }

    private static final class Watched extends OutputStream {
        private final OutputStream out;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Watched(OutputStream out) {
            this.out = out;
        }

        @Override
        public synchronized void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    endLine();
                } else {
                    line.write(bytes[i]);
                }
            }
            try {
                out.write(bytes, offset, length);
                out.flush();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void endLine() {
            check(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }
}
