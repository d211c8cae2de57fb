package no.ajour.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.Sandbox;
import org.postgresql.PGConnection;

/**
 * P4 and P5: events of three types, a hundred a page, each about 3 kB, from the first page to the last.
 *
 * <p>The floor of P4: the same pages read off one socket, one after the other, and the text of each copied into a table
 * in one transaction. That of P5: the longest chain of pages times what JFT takes for one.
 */
final class EventsWorkload {
    private static final int A_PAGE = 100;

    private final Stand stand;
    private final String template;
    private final List<Events.Made> events;

    /** @param stand whose sandbox serves the events */
    EventsWorkload(Stand stand, String template, List<Events.Made> events) {
        this.stand = stand;
        this.template = template;
        this.events = events;
    }

    Row withoutLatency(String name, int rounds) throws Exception {
        var pages = Events.pages(events, A_PAGE);
        try (var plain = new PlainServer(pages)) {
            return row(name, 1.25, Rounds.of(rounds, this::trial, () -> copied(plain, pages.size())));
        }
    }

    Row withLatency(String name, int rounds, Duration latency) throws Exception {
        long longest = JftSandbox.TYPES.stream()
                .mapToLong(type -> events.stream()
                        .filter(event -> event.type().equals(type))
                        .count())
                .map(count -> (count + A_PAGE - 1) / A_PAGE)
                .max()
                .orElseThrow();
        double floor = longest * latency.toMillis() / 1000.0;
        stand.sandbox().faults().on(Sandbox.JFT_READ).always().latency(latency);
        try {
            return row(name, 1.1, Rounds.of(rounds, this::trial, () -> floor));
        } finally {
            stand.sandbox().faults().clear();
        }
    }

    private Row row(String name, double most, Rounds measured) {
        var trial = measured.last();
        double pages = Math.ceil(events.size() / (double) A_PAGE);
        return Row.of(
                name,
                measured.seconds(),
                measured.floor(),
                most,
                Row.costs(measured)
                        .with("SQL", "%.1f statements a page", trial.statements() / pages)
                        .with("HTTP", "%.4f requests an event", trial.requests() / (double) events.size())
                        .with(
                                "heap asked for",
                                "%.1f kB an event",
                                trial.usage().allocated() / 1e3 / events.size()));
    }

    private Trial trial() throws IOException {
        return stand.run(template, "256m", "journal-events", "[0-9]+", database -> {
            Stand.require(database, "select count(*) from ajour.event", events.size());
            Stand.require(database, "select count(*) from ajour.to_journal", events.size());
        });
    }

    private double copied(PlainServer plain, int pages) throws IOException, SQLException {
        var database = stand.server().copy(template);
        try (var connection = database.getConnection();
                var page = plain.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table public.page (body text)");
            connection.setAutoCommit(false);
            stand.server().quiet();
            long begun = System.nanoTime();
            var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy public.page from stdin");
            for (int number = 0; number < pages; number++) {
                // COPY's own escaping of text, by the plainest means.
                var body = escaped(page.get(number));
                copy.writeToCopy(body, 0, body.length);
            }
            copy.endCopy();
            connection.commit();
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            stand.server().drop(database);
        }
    }

    private static byte[] escaped(byte[] body) {
        var text = new java.io.ByteArrayOutputStream(body.length + 1024);
        for (byte one : body) {
            if (one == '\\') {
                text.write('\\');
            }
            text.write(one);
        }
        text.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        return text.toByteArray();
    }
}
