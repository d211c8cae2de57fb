package no.ajour.run;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One run at a time, and no zombies: lets a transaction commit only while its run holds the lease. The lease's row is
 * locked for sharing until the commit, so that a takeover waits for this transaction, or this transaction finds the newer
 * token and fails. A frozen process that wakes up cannot commit.
 */
public final class Fence {
    private final JdbcClient jdbc;

    Fence(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Checks the token, in the caller's transaction.
     *
     * @throws LeaseLost if the lease has another token now
     */
    public void require(Run run) {
        boolean held = jdbc.sql("""
                        select 1 from ajour.lease
                        where job = :job and tenant = :tenant and token = :token
                        for share
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("token", run.token())
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!held) {
            throw new LeaseLost(run);
        }
    }
}
