package no.ajour.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Who changed when. An offset stands between changes: every change is later than each offset given out before it and
 * not later than each one given out after it, so that a client that keeps its offset misses nothing.
 */
final class ChangeLog {
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> given = new HashSet<>();
    private Instant last = Instant.EPOCH;

    ChangeLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Many numbers may have changed at one time; they are made anew whenever they are listed. */
    private record Change(Instant time, Supplier<LongStream> numbers) {}

    /** The changes after an offset, and the offset that stands after them. */
    record Page(String offset, boolean offsetKnown, List<Supplier<LongStream>> numbers) {}

    synchronized void add(Supplier<LongStream> numbers) {
        add(now(), numbers);
    }

    /** A change of earlier times; it is in order only as long as no offset was given out since. */
    synchronized void add(Instant time, Supplier<LongStream> numbers) {
        Instant first = last.plus(Tick.LENGTH);
        changes.add(new Change(time.isBefore(first) && !given.isEmpty() ? first : time, numbers));
    }

    /**
     * What changed after an offset. Nothing older than three months is listed.
     *
     * @param offset verbatim as given out before; null lists everything
     */
    synchronized Page after(@Nullable String offset) {
        Instant oldest = clock.instant().atOffset(ZoneOffset.UTC).minusMonths(3).toInstant();
        Instant from = offset == null ? Instant.EPOCH : OFFSET.parse(offset, Instant::from);
        Instant newest = changes.stream().map(Change::time).reduce(now(), (a, b) -> a.isAfter(b) ? a : b);
        last = newest.isAfter(last) ? newest : last;
        List<Supplier<LongStream>> found = changes.stream()
                .filter(change -> change.time().isAfter(from) && !change.time().isBefore(oldest))
                .map(Change::numbers)
                .toList();
        String next = OFFSET.format(last);
        boolean known = offset == null || given.contains(offset);
        given.add(next);
        return new Page(next, known, found);
    }

    private Instant now() {
        return Tick.floor(clock.instant());
    }
}
