package no.ajour.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk has come with a page.
 *
 * @param begun the server's time when the walk began
 * @param newest the newest {@code meta.lastUpdated} seen until then; null for none
 * @param next the absolute link to the first page that is not read; null at the end of the walk
 */
record Progress(
        Instant begun, @Nullable Instant newest, @Nullable String next) {

    static Progress none(Instant begun) {
        return new Progress(begun, null, null);
    }

    /** With one more page. */
    Progress with(Entries page, @Nullable String following) {
        var seen = page.newest();
        boolean newer = newest == null || (seen != null && seen.isAfter(newest));
        return new Progress(begun, newer ? seen : newest, following);
    }
}
