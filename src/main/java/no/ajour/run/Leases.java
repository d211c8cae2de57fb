package no.ajour.run;

import java.sql.Types;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may write for a job and tenant. One row each, on the database's clock, so that no two machines' clocks are ever
 * compared. The token grows with every new holder; {@link Books} checks it at every commit.
 */
final class Leases {

    /**
     * Who holds a lease.
     *
     * @param heldSeconds for how long it has been held
     * @param silent whether several renewals in a row have not come: the holder is dead, frozen or cut off
     * @param freeInSeconds when it expires if it is not renewed
     * @param share the key of the share that it holds it for; null if none
     */
    record Holder(
            String name,
            long heldSeconds,
            boolean silent,
            double freeInSeconds,
            @Nullable String share) {}

    /**
     * A lease renewed.
     *
     * @param stop whether its run is asked to end
     * @param stopJob whether the rest of the job is asked not to begin
     */
    record Renewal(boolean stop, boolean stopJob) {}

    // Several beats of a Heartbeat.
    private static final Duration SILENCE = Heartbeat.LONGEST.multipliedBy(4);

    /** How long a start waits for a lease whose row is locked. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String self;
    private final Duration life;

    /**
     * @param self host and process, for operators to read
     * @param life after which a lease that is not renewed may be taken by another
     */
    Leases(JdbcClient jdbc, PlatformTransactionManager transactions, String self, Duration life) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.self = self;
        this.life = life;
    }

    /**
     * Takes the lease if nobody holds it, or its holder has let it expire. Returns its token.
     *
     * @throws org.springframework.dao.DataAccessException if it could not be had in {@link #LONGEST_WAIT}, since the
     *     transaction of a holder that expired still has it locked
     */
    Optional<Long> acquire(String job, String tenant, @Nullable String share) {
        // Looked at first, without a lock: the answer to a second start must not wait for the first one's commit.
        if (holder(job, tenant).isPresent()) {
            return Optional.empty();
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.sql("select set_config('lock_timeout', :wait, true)")
                    .param("wait", LONGEST_WAIT.toMillis() + "ms")
                    .query(String.class)
                    .single();
            return take(job, tenant, share);
        }));
    }

    private Optional<Long> take(String job, String tenant, @Nullable String share) {
        return jdbc.sql("""
                        insert into ajour.lease as l (job, tenant, token, holder, share, acquired_at, renewed_at, expires_at)
                        values (:job, :tenant, 1, :self, :share, clock_timestamp(), clock_timestamp(),
                                clock_timestamp() + :life * interval '1 ms')
                        on conflict (job, tenant) do update
                            set token = l.token + 1, holder = excluded.holder, share = excluded.share, stop = null,
                                acquired_at = excluded.acquired_at, renewed_at = excluded.renewed_at,
                                expires_at = excluded.expires_at
                            where l.holder is null or l.expires_at < clock_timestamp()
                        returning token
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("self", self)
                .param("share", share, Types.VARCHAR)
                .param("life", life.toMillis())
                .query(Long.class)
                .optional();
    }

    /** Renews the lease; empty if it has another token now. */
    Optional<Renewal> renew(Run run) {
        return jdbc.sql("""
                        update ajour.lease set renewed_at = clock_timestamp(),
                               expires_at = clock_timestamp() + :life * interval '1 ms'
                        where job = :job and tenant = :tenant and token = :token
                        returning stop is not null, stop is not distinct from 'job'
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("token", run.token())
                .param("life", life.toMillis())
                .query((row, number) -> new Renewal(row.getBoolean(1), row.getBoolean(2)))
                .optional();
    }

    /** Whether the lease still has the run's token. */
    boolean holds(Run run) {
        return jdbc.sql("select 1 from ajour.lease where job = :job and tenant = :tenant and token = :token")
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("token", run.token())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Gives the lease back; returns whether the rest of the job is asked not to begin. */
    boolean release(String job, String tenant, long token) {
        return jdbc.sql("""
                        update ajour.lease set holder = null
                        where job = :job and tenant = :tenant and token = :token
                        returning stop is not distinct from 'job'
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("token", token)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    Optional<Holder> holder(String job, String tenant) {
        return jdbc.sql("""
                        select holder, extract(epoch from clock_timestamp() - acquired_at)::bigint,
                               renewed_at < clock_timestamp() - :silence * interval '1 ms',
                               extract(epoch from expires_at - clock_timestamp()), share
                        from ajour.lease
                        where job = :job and tenant = :tenant and holder is not null
                          and expires_at >= clock_timestamp()
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("silence", SILENCE.toMillis())
                .query((row, number) -> new Holder(
                        row.getString(1), row.getLong(2), row.getBoolean(3), row.getDouble(4), row.getString(5)))
                .optional();
    }
}
