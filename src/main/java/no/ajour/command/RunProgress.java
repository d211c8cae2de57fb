package no.ajour.command;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import no.ajour.screen.Table;
import org.jspecify.annotations.Nullable;

/** A bar on standard error that shows how many runs have ended, where people read along; else nothing. */
final class RunProgress implements AutoCloseable {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream screen;
    private @Nullable ProgressBar bar;

    private RunProgress(PrintStream screen, @Nullable ProgressBar bar) {
        this.screen = screen;
        this.bar = bar;
    }

    static RunProgress none() {
        return new RunProgress(System.err, null);
    }

    /** For so many runs. One alone has nothing to show. */
    static RunProgress of(int runs) {
        return runs > 1 && Prompt.isTerminal() ? on(System.err, runs) : none();
    }

    static RunProgress on(PrintStream screen, int runs) {
        return new RunProgress(
                screen,
                new ProgressBarBuilder()
                        .setInitialMax(runs)
                        .setTaskName("runs")
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .setUpdateIntervalMillis(500)
                        .setConsumer(new DelegatingProgressBarConsumer(
                                text -> screen.print(CLEAR_LINE + text), Table.WIDTH - 1))
                        .build());
    }

    /** Another run has ended; what is printed about it goes above the bar. */
    synchronized void ended(Runnable print) {
        if (bar == null) {
            print.run();
            return;
        }
        screen.print(CLEAR_LINE);
        screen.flush();
        print.run();
        bar.step();
        bar.refresh();
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            screen.print(CLEAR_LINE);
            screen.flush();
            bar = null;
        }
    }
}
