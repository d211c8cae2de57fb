package no.ajour.testing;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Another process has the lease from now on. */
public final class Takeover {
    private Takeover() {}

    /** Gives a lease a newer token, as a start does: when the transactions that the fence let through have ended. */
    public static void of(JdbcClient jdbc, String job, String tenant) {
        jdbc.sql("""
                        update ajour.lease l set token = l.token + 1
                        from (select job, tenant from ajour.lease where job = :job and tenant = :tenant for update) held
                        where l.job = held.job and l.tenant = held.tenant
                        """).param("job", job).param("tenant", tenant).update();
    }
}
