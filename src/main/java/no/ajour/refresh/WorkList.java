package no.ajour.refresh;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import no.ajour.refresh.RefreshRequests.Queued;

/**
 * A tenant's requests in order of patient, read a page at a time. Requests written behind the place reached are left for
 * the next run.
 */
final class WorkList {
    private final RefreshRequests requests;
    private final short tenant;
    private final int size;

    /** @param size requests a page */
    WorkList(RefreshRequests requests, short tenant, int size) {
        this.requests = requests;
        this.tenant = tenant;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** From the first request on, at most so many at a time. */
    Iterator<List<Queued>> slices(int most) {
        return new Slices(most);
    }

    private final class Slices implements Iterator<List<Queued>> {
        private final int most;
        private List<Queued> page = List.of();
        private int next;
        private long after;
        private boolean last;

        Slices(int most) {
            this.most = most;
        }

        @Override
        public boolean hasNext() {
            if (next == page.size() && !last) {
                page = requests.page(tenant, after, size);
                next = 0;
                last = page.size() < size;
                if (!page.isEmpty()) {
                    after = page.getLast().patientId();
                }
            }
            return next < page.size();
        }

        @Override
        public List<Queued> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int end = Math.min(next + most, page.size());
            var slice = page.subList(next, end);
            next = end;
            return slice;
        }
    }
}
