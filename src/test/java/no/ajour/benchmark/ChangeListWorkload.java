package no.ajour.benchmark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.postgresql.PGConnection;

/**
 * P1, and the first half of P8: a change list, twice as long as the lists of all municipalities, up to the durable work list
 * and the new offset. A fifth of the local patients are in it.
 *
 * <p>The floor: the same bytes read off a socket and thrown away; and all their numbers copied into a temporary table and
 * joined with the patients into the same work list.
 */
final class ChangeListWorkload {
    private final Stand stand;
    private final Population.Plan plan;
    private final long[] listed;

    /** @param stand with one municipality, which has no patients: it reads the list for the others */
    ChangeListWorkload(Stand stand, Population.Plan plan) {
        this.stand = stand;
        this.plan = plan;
        listed = Population.numbers(plan.patients() - plan.listed(), 2 * plan.patients());
    }

    Row measure(String name, int rounds, double most) throws Exception {
        stand.sandbox().helsenorge().changed(() -> LongStream.of(listed));
        var digits = digits();
        try (var plain = new PlainServer(List.of(body(digits)))) {
            var measured = Rounds.of(rounds, this::trial, () -> read(plain) + join(digits));
            var trial = measured.last();
            return Row.of(
                    name,
                    measured.seconds(),
                    measured.floor(),
                    most,
                    Row.costs(measured)
                            .with("SQL", "%.0f statements", (double) trial.statements())
                            .with(
                                    "heap asked for",
                                    "%.0f B a number",
                                    trial.usage().allocated() / (double) listed.length));
        }
    }

    private Trial trial() throws IOException {
        return stand.run(plan.template(), "128m", "digital-active", "national", database -> {
            Stand.require(database, "select count(*) from ajour.refresh_request", plan.listed());
            Stand.require(
                    database, "select (balance ->> 'received')::bigint from ajour.run where id = 2", listed.length);
        });
    }

    private static double read(PlainServer plain) throws IOException {
        try (var connection = plain.connect()) {
            long begun = System.nanoTime();
            connection.get(0);
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private double join(byte[] digits) throws SQLException, IOException {
        var database = stand.server().copy(plan.template());
        stand.server().quiet();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            long begun = System.nanoTime();
            try (var statement = connection.createStatement()) {
                statement.execute("create temporary table given (nin text) on commit drop");
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy given from stdin", input(digits), 1 << 16);
                int joined = statement.executeUpdate("""
                        insert into ajour.refresh_request (job, tenant_id, patient_id, reason)
                        select 'digital-active', p.tenant_id, p.id, 'changed'
                        from ajour.patient p join given using (nin) where p.listed
                        """);
                if (joined != plan.listed()) {
                    throw new IllegalStateException(joined + " joined");
                }
            }
            connection.commit();
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            stand.server().drop(database);
        }
    }

    private static InputStream input(byte[] digits) {
        return new ByteArrayInputStream(digits);
    }

    private byte[] digits() {
        var lines = new StringBuilder(listed.length * 12);
        for (long number : listed) {
            var text = Long.toString(number);
            lines.repeat('0', 11 - text.length()).append(text).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] body(byte[] digits) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"offset\":\"2026-01-01T00:00:00.00000Z\",\"fnr\":[".getBytes(StandardCharsets.US_ASCII));
        for (int line = 0; line < digits.length; line += 12) {
            body.write(line == 0 ? ' ' : ',');
            body.write('"');
            body.write(digits, line, 11);
            body.write('"');
        }
        body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
