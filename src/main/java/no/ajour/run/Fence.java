package no.ajour.run;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One run at a time, and no zombies: lets a transaction commit only while its run holds the lease. The lease's row is
 * locked until the commit, so that a takeover waits for this transaction, or this transaction finds the newer token and fails.
 * A frozen process that wakes up cannot commit.
 *
 * <p>The lock is the weakest there is, {@code for key share}: steps side by side hold it without a gap, and the lease is renewed
 * all the same. The token is part of a key of its table, so that whatever changes it asks for the strongest (PostgreSQL manual,
 * 13.3.2).
 */
public final class Fence {
    private final JdbcClient jdbc;
    private final Duration leaseLife;

    Fence(JdbcClient jdbc, Duration leaseLife) {
        this.jdbc = jdbc;
        this.leaseLife = leaseLife;
    }

    /** Lets the caller's transaction stand still without limit, while it waits for something outside the database. */
    public void allowPause() {
        pauses(Duration.ZERO);
    }

    /** Ends {@link #allowPause}: the transaction is ended again when it stands still for as long as a lease lives. */
    public void forbidPause() {
        pauses(leaseLife);
    }

    private void pauses(Duration longest) {
        jdbc.sql("select set_config('idle_in_transaction_session_timeout', :longest, true)")
                .param("longest", longest.toMillis() + "ms")
                .query(String.class)
                .single();
    }

    /**
     * Checks the token, in the caller's transaction.
     *
     * @throws LeaseLost if the lease has another token now
     */
    public void require(Run run) {
        if (!holds(run.job(), run.tenant(), run.token())) {
            throw new LeaseLost(run.toString());
        }
    }

    /** As {@link #require(Run)}, for a run that is yet to begin. */
    void require(Launch launch, long token) {
        if (!holds(launch.job(), launch.tenant(), token)) {
            throw new LeaseLost(launch.toString());
        }
    }

    private boolean holds(String job, String tenant, long token) {
        return jdbc.sql("""
                        select 1 from ajour.lease
                        where job = :job and tenant = :tenant and token = :token
                        for key share
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("token", token)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
