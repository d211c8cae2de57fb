package no.ajour.run;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a short statement that a database just restarted may refuse. Each try waits for a connection as long as the
 * pool does.
 */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final int TRIES = 3;

    private Patience() {}

    static <T> T of(String what, Supplier<T> statement) {
        for (int tries = 1; ; tries++) {
            try {
                return statement.get();
            } catch (RuntimeException e) {
                if (tries == TRIES) {
                    throw e;
                }
                log.info(
                        "{} could not be written or read, next try: {}",
                        what,
                        e.getClass().getSimpleName());
            }
        }
    }

    static void of(String what, Runnable statement) {
        of(what, () -> {
            statement.run();
            return true;
        });
    }
}
