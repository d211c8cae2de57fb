package no.ajour.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/** Takes what one thread logs out of the log, which else would be as long as all inputs, and looks at it. */
final class LogWatch extends TurboFilter implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
    private @Nullable String bad;

    static LogWatch begin() {
        var watch = new LogWatch();
        watch.start();
        watch.log.addTurboFilter(watch);
        return watch;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] values,
            @Nullable Throwable thrown) {
        if (Thread.currentThread() != thread) {
            return FilterReply.NEUTRAL;
        }
        if (format != null && level.isGreaterOrEqual(Level.INFO)) {
            String message = MessageFormatter.arrayFormat(format, values).getMessage();
            if (Made.holdsNumber(message)) {
                bad = message;
            }
        }
        return FilterReply.DENY;
    }

    /** A message with what may be a person's number, since the last time; null if there was none. */
    @Nullable
    String taken() {
        String taken = bad;
        bad = null;
        return taken;
    }

    @Override
    public void close() {
        log.getTurboFilterList().remove(this);
    }
}
