package no.ajour.command;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads how every job stands for every tenant, in one statement. */
final class StatusQuery {
    private final JdbcClient jdbc;
    private final JsonMapper json = new JsonMapper();

    StatusQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A row for each job and tenant, those that never ran among them.
     *
     * @param jobs in the order in which they are shown
     * @param tenants organisation numbers
     */
    List<JobStatus> read(List<String> jobs, List<String> tenants) {
        return jdbc.sql("""
                        with pair as (
                            select job, tenant
                            from unnest(:jobs::text[]) as job cross join unnest(:tenants::text[]) as tenant
                            union
                            select distinct job, tenant from ajour.run where job = any(:jobs::text[])
                        )
                        select pair.job, pair.tenant, success.ended_at, last.state, last.exit_code, last.reason,
                               coalesce(position.by_name, '{}'), coalesce(dead.by_cause, '{}'),
                               case when pair.job = 'acknowledgements' then open.acknowledgements
                                    else open.requests end
                        from pair
                        left join ajour.tenant on tenant.orgnr = pair.tenant
                        left join lateral (
                            select ended_at from ajour.run
                            where job = pair.job and tenant = pair.tenant and state = 'completed'
                            order by id desc limit 1) as success on true
                        left join lateral (
                            select case when run.state <> 'running' or lease.holder is not null
                                        then run.state else 'died' end as state, exit_code, reason
                            from ajour.run
                            left join ajour.lease on lease.job = run.job and lease.tenant = run.tenant
                                and lease.token = run.token and lease.expires_at >= clock_timestamp()
                            where run.job = pair.job and run.tenant = pair.tenant
                            order by run.id desc limit 1) as last on true
                        cross join lateral (
                            select jsonb_object_agg(name, value) as by_name from ajour.position
                            where job = pair.job and tenant = pair.tenant) as position
                        cross join lateral (
                            select jsonb_object_agg(cause, letters) as by_cause
                            from (select cause, count(*) as letters from ajour.dead_letter
                                  where job = pair.job and tenant = pair.tenant
                                    and state in ('unresolved', 'retrying')
                                  group by cause) as letter) as dead
                        cross join lateral (
                            select (select count(*) from ajour.refresh_request
                                    where job = pair.job and tenant_id = tenant.id) as requests,
                                   (select count(*) from ajour.acknowledgement
                                    where tenant_id = tenant.id
                                      and state in ('pending', 'sending', 'accepted')) as acknowledgements) as open
                        order by array_position(:jobs::text[], pair.job), pair.tenant <> 'national', pair.tenant
                        """)
                .param("jobs", jobs.toArray(String[]::new))
                .param("tenants", tenants.toArray(String[]::new))
                .query((row, number) -> status(row))
                .list();
    }

    private JobStatus status(ResultSet row) throws SQLException {
        Timestamp success = row.getTimestamp(3);
        int exitCode = row.getInt(5);
        Integer exit = row.wasNull() ? null : exitCode;
        return new JobStatus(
                row.getString(1),
                row.getString(2),
                success == null ? null : success.toInstant(),
                row.getString(4),
                exit,
                row.getString(6),
                json.readValue(row.getString(7), new TypeReference<Map<String, String>>() {}),
                row.getLong(9),
                json.readValue(row.getString(8), new TypeReference<Map<String, Long>>() {}));
    }
}
