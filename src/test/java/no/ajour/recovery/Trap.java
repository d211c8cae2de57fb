package no.ajour.recovery;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Holds the program's transactions up on the server, so that something can happen to its process in the middle of one.
 * A trigger waits for an advisory lock, which the trap holds until it is opened. A process that is frozen meanwhile
 * keeps its transaction open, row locks and all.
 */
final class Trap implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Connection lock;

    private Trap(Connection lock) {
        this.lock = lock;
    }

    /**
     * Before a chunk is counted: its rows are written and the lease's row is locked.
     *
     * @param step name of the step; {@code %} for any
     * @param chunk which chunk in the life of the trap, from 1
     */
    static Trap beforeCommit(DataSource database, String step, int chunk) throws SQLException {
        return set(database, """
                create sequence public.trap_chunk;
                create function public.trap() returns trigger language plpgsql as $$
                begin
                    if new.line = 'ITEMS' and new.step like tg_argv[0] then
                        if nextval('public.trap_chunk') >= tg_argv[1]::bigint then
                            perform pg_advisory_xact_lock(4711);
                        end if;
                    end if;
                    return new;
                end $$;
                create trigger trap before insert on ajour.tally
                    for each row execute function public.trap('%s', '%d');
                """.formatted(step, chunk));
    }

    /**
     * After a statement has changed a table, and before anything else of the transaction.
     *
     * @param change {@code update}, {@code insert} or both
     * @param rows condition on {@code new}
     */
    static Trap after(DataSource database, String change, String table, String rows) throws SQLException {
        return set(database, """
                create function public.trap() returns trigger language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock(4711);
                    return null;
                end $$;
                create trigger trap after %s on %s
                    for each row when (%s) execute function public.trap();
                """.formatted(change, table, rows));
    }

    private static Trap set(DataSource database, String trigger) throws SQLException {
        var connection = database.getConnection();
        try (var statement = connection.createStatement()) {
            // What the round before left.
            statement.execute(
                    "drop sequence if exists public.trap_chunk; drop function if exists public.trap() cascade");
            statement.execute(trigger);
            statement.execute("select pg_advisory_lock(4711)");
        }
        return new Trap(connection);
    }

    /** Waits until a transaction is in the trap. */
    void awaitCaught() {
        await().pollInterval(Duration.ofMillis(20)).atMost(LIMIT).until(this::caught);
    }

    private boolean caught() throws SQLException {
        try (var statement = lock.createStatement();
                var waiting = statement.executeQuery("""
                        select count(*) from pg_locks
                        where locktype = 'advisory' and objid = 4711 and not granted
                          and database = (select oid from pg_database where datname = current_database())
                        """)) {
            return waiting.next() && waiting.getInt(1) > 0;
        }
    }

    /** Lets the transaction go on, and every other. */
    void open() throws SQLException {
        try (var statement = lock.createStatement()) {
            statement.execute("select pg_advisory_unlock(4711)");
        }
    }

    @Override
    public void close() throws SQLException {
        try (var statement = lock.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        } finally {
            lock.close();
        }
    }
}
