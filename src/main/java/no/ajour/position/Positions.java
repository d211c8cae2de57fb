package no.ajour.position;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Optional;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Positions of a job and tenant, by name.
 *
 * <p>Nothing is lost: a position moves only in the PostgreSQL transaction that makes durable the rows, or the work, that
 * it stands for. Moving one outside a transaction is an error, and it moves only from the value that the run read: a
 * position that somebody else has moved meanwhile is left alone, and the transaction fails.
 */
public final class Positions {
    private final JdbcClient jdbc;
    private final InstantSource clock;

    public Positions(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Empty before the first time. */
    public Optional<Position> find(String job, String tenant, String name) {
        return jdbc.sql("""
                        select value, moved_at from ajour.position
                        where job = :job and tenant = :tenant and name = :name
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("name", name)
                .query((row, number) ->
                        new Position(row.getString(1), row.getTimestamp(2).toInstant()))
                .optional();
    }

    /**
     * Moves a position in the transaction at hand.
     *
     * @param from the value that the run began with; null if there was none
     * @throws IllegalStateException if there is no transaction, or the position is not {@code from} any more
     */
    public void move(Run run, String name, @Nullable String from, String to) {
        requireTransaction();
        int moved = jdbc.sql("""
                        insert into ajour.position as p (job, tenant, name, value, moved_at, run_id)
                        values (:job, :tenant, :name, :to, :now, :run)
                        on conflict (job, tenant, name) do update
                            set value = excluded.value, moved_at = excluded.moved_at, run_id = excluded.run_id
                            where p.value = :from
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("name", name)
                .param("from", from)
                .param("to", to)
                .param("now", Timestamp.from(clock.instant()))
                .param("run", run.id())
                .update();
        requireMoved(moved, run, name);
    }

    /**
     * Deletes a position in the transaction at hand: the job reads as if for the first time.
     *
     * @param from the value that is thrown away
     * @throws IllegalStateException if there is no transaction, or the position is not {@code from} any more
     */
    public void delete(Run run, String name, String from) {
        requireTransaction();
        int deleted = jdbc.sql("""
                        delete from ajour.position
                        where job = :job and tenant = :tenant and name = :name and value = :from
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("name", name)
                .param("from", from)
                .update();
        requireMoved(deleted, run, name);
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "A position can only be moved in the transaction that stores what it stands for");
        }
    }

    private static void requireMoved(int rows, Run run, String name) {
        if (rows != 1) {
            throw new IllegalStateException("Position " + name + " of " + run
                    + " was moved by someone else while the run was under way; nothing was stored. Run again.");
        }
    }
}
