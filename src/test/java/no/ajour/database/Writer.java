package no.ajour.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import no.ajour.database.Follower.Change;
import no.ajour.sandbox.SyntheticNin;

/** Writes patients in transactions of its own: adds some, takes some off the list, deletes some. */
final class Writer implements AutoCloseable {
    private final Connection connection;
    private final AtomicInteger numbers;
    private final RandomGenerator random;
    private final List<Long> committed = new ArrayList<>();
    private final List<Long> mine = new ArrayList<>();
    private final List<Change> pending = new ArrayList<>();
    private boolean open;

    /** @param numbers shared by all writers, so that no two add the same patient */
    Writer(DataSource database, AtomicInteger numbers, RandomGenerator random) throws SQLException {
        this.connection = database.getConnection();
        this.numbers = numbers;
        this.random = random;
        connection.setAutoCommit(false);
    }

    void write(int rows) throws SQLException {
        open = true;
        add(rows);
        if (random.nextBoolean()) {
            long one = mine.get(random.nextInt(mine.size()));
            tell(one, "update ajour.patient set listed = not listed where id = ", false);
        }
        if (random.nextInt(3) == 0) {
            tell(mine.remove(random.nextInt(mine.size())), "delete from ajour.patient where id = ", true);
        }
    }

    private void add(int rows) throws SQLException {
        var nins = new String[rows];
        Arrays.setAll(nins, row -> SyntheticNin.number(100_000 + numbers.incrementAndGet()));
        try (var statement = connection.prepareStatement("""
                insert into ajour.patient (tenant_id, nin)
                select 1 + place % 2, nin from unnest(?::text[]) with ordinality as given (nin, place)
                returning id
                """)) {
            statement.setArray(1, connection.createArrayOf("text", nins));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    long id = result.getLong(1);
                    mine.add(id);
                    pending.add(new Change("patients", id, false));
                }
            }
        }
    }

    private void tell(long id, String sql, boolean deleted) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql + id);
        }
        pending.add(new Change("patients", id, deleted));
    }

    /** Commits and returns what that made true. */
    List<Change> commit() throws SQLException {
        connection.commit();
        open = false;
        committed.clear();
        committed.addAll(mine);
        var changes = List.copyOf(pending);
        pending.clear();
        return changes;
    }

    void rollback() throws SQLException {
        connection.rollback();
        open = false;
        mine.clear();
        mine.addAll(committed);
        pending.clear();
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
