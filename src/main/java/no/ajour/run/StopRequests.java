package no.ajour.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What operators ask of runs that are under way anywhere: to end at their next commit. The request stands in the run's
 * lease, where its heartbeat finds it, and is gone with it.
 */
public final class StopRequests {

    /**
     * A run that was asked to end, by the lease that it holds.
     *
     * @param holder host and process
     */
    public record Asked(String job, String tenant, long token, String holder) {}

    private final JdbcClient jdbc;

    public StopRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Asks all runs of a job to end, and their processes to begin no more of them. Asking again is harmless, and reaches
     * those that began meanwhile.
     */
    public List<Asked> job(String job) {
        return jdbc.sql("""
                        update ajour.lease set stop = 'job'
                        where job = :job and holder is not null and expires_at >= clock_timestamp()
                        returning job, tenant, token, holder
                        """).param("job", job).query(StopRequests::asked).list();
    }

    /** Asks one run to end; empty if it is not under way. */
    public List<Asked> run(long run) {
        return jdbc.sql("""
                        update ajour.lease l set stop = coalesce(l.stop, 'run')
                        from ajour.run r
                        where r.id = :run and l.job = r.job and l.tenant = r.tenant and l.token = r.token
                          and l.holder is not null and l.expires_at >= clock_timestamp()
                        returning l.job, l.tenant, l.token, l.holder
                        """).param("run", run).query(StopRequests::asked).list();
    }

    /** Those that hold their leases still. */
    public List<Asked> holding(Collection<Asked> asked) {
        return jdbc.sql("""
                        select l.job, l.tenant, l.token, l.holder
                        from ajour.lease l
                        join unnest(:jobs::text[], :tenants::text[], :tokens::bigint[]) as a (job, tenant, token)
                            on a.job = l.job and a.tenant = l.tenant and a.token = l.token
                        where l.holder is not null and l.expires_at >= clock_timestamp()
                        order by l.job, l.tenant
                        """)
                .param("jobs", asked.stream().map(Asked::job).toArray(String[]::new))
                .param("tenants", asked.stream().map(Asked::tenant).toArray(String[]::new))
                .param("tokens", asked.stream().map(Asked::token).toArray(Long[]::new))
                .query(StopRequests::asked)
                .list();
    }

    private static Asked asked(ResultSet row, int number) throws SQLException {
        return new Asked(row.getString(1), row.getString(2), row.getLong(3), row.getString(4));
    }
}
