package no.ajour.recovery;

import java.util.ArrayList;
import java.util.List;

/** Whatever is still to strike in a round; closed, none of them strikes any more. */
final class Ambushes implements AutoCloseable {
    private final List<Moment.Ambush> all = new ArrayList<>();

    void add(Moment.Ambush ambush) {
        all.add(ambush);
    }

    @Override
    public void close() {
        all.forEach(Moment.Ambush::close);
    }
}
