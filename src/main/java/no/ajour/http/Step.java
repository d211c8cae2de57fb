package no.ajour.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt led to. A failure that no retry can mend is thrown instead. */
public sealed interface Step<T> {

    record Done<T>(T value) implements Step<T> {}

    /**
     * It failed, and it is safe to try again.
     *
     * @param why one phrase for messages
     * @param retryAfter how long the server asked to be left alone, or null
     */
    record Again<T>(String why, @Nullable Duration retryAfter) implements Step<T> {}
}
