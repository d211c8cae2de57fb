package no.ajour.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code $status} tells of an event. Null: has not happened. */
record EventState(
        Instant submitted, @Nullable Instant read, @Nullable Instant acknowledged) {
    EventState readAt(Instant time) {
        return read == null ? new EventState(submitted, time, acknowledged) : this;
    }

    /** The first acknowledgement counts. */
    EventState acknowledgedAt(Instant time) {
        return acknowledged == null ? new EventState(submitted, read, time) : this;
    }
}
