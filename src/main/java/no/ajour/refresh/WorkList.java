package no.ajour.refresh;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import no.ajour.refresh.RefreshRequests.Queued;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's requests in order of patient, read a page at a time, and given to one of those who take from it. Requests written
 * behind the place reached are left for the next run, as are those whose taker has failed.
 */
final class WorkList {
    private final RefreshRequests requests;
    private final short tenant;
    private final int size;
    private List<Queued> page = List.of();
    private int next;
    private long after;
    private boolean last;

    /** @param size requests a page */
    WorkList(RefreshRequests requests, short tenant, int size) {
        this.requests = requests;
        this.tenant = tenant;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** What is left, at most so many at a time; what others take in the meantime is not in it. */
    Iterator<List<Queued>> slices(int most) {
        return new Slices(most);
    }

    private synchronized @Nullable List<Queued> take(int most) {
        if (next == page.size() && !last) {
            page = requests.page(tenant, after, size);
            next = 0;
            last = page.size() < size;
            if (!page.isEmpty()) {
                after = page.getLast().patientId();
            }
        }
        if (next == page.size()) {
            return null;
        }
        int end = Math.min(next + most, page.size());
        var slice = page.subList(next, end);
        next = end;
        return slice;
    }

    private final class Slices implements Iterator<List<Queued>> {
        private final int most;
        private @Nullable List<Queued> taken;

        Slices(int most) {
            this.most = most;
        }

        @Override
        public boolean hasNext() {
            if (taken == null) {
                taken = take(most);
            }
            return taken != null;
        }

        @Override
        public List<Queued> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var slice = Objects.requireNonNull(taken);
            taken = null;
            return slice;
        }
    }
}
