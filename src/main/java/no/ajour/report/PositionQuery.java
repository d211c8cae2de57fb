package no.ajour.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the positions of all jobs and tenants. */
public final class PositionQuery {
    private final JdbcClient jdbc;
    private final OffsetLimit limit;

    PositionQuery(JdbcClient jdbc, OffsetLimit limit) {
        this.jdbc = jdbc;
        this.limit = limit;
    }

    /**
     * In order of job, tenant and name.
     *
     * @param job null for all
     * @param tenants organisation numbers; empty for all
     */
    public List<PositionRow> read(@Nullable String job, List<String> tenants) {
        return jdbc.sql("""
                        select job, tenant, name, value, moved_at, run_id from ajour.position
                        where (:job::text is null or job = :job)
                          and (cardinality(:tenants::text[]) = 0 or tenant = any (:tenants::text[]))
                        order by job, tenant <> 'national', tenant, name
                        """)
                .param("job", job)
                .param("tenants", tenants.toArray(String[]::new))
                .query((row, number) -> new PositionRow(
                        row.getString(1),
                        row.getString(2),
                        PositionStatus.of(
                                row.getString(1),
                                row.getString(3),
                                row.getString(4),
                                row.getTimestamp(5).toInstant(),
                                limit),
                        row.getLong(6)))
                .list();
    }
}
