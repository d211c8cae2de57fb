package no.ajour.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.ajour.run.Jobs;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads how every job stands for every tenant, in one statement. */
public final class StatusQuery {

    // A tenant is as old as its first run. The tables that grow are read by index: a few rows of runs for each job and
    // tenant, and of the others only what is open.
    static final String STATUS = """
            with pair as (
                select job, tenant
                from unnest(:jobs::text[]) as job cross join unnest(:tenants::text[]) as tenant
                where job <> all (:onceForAll::text[])
                union all
                select job, 'national' from unnest(:jobs::text[]) as job
                where job = any (:onceForAll::text[])
                   or exists (select from ajour.run where run.job = job.job and run.tenant = 'national')
            ), request as (
                select job, tenant_id, count(*) as waiting from ajour.refresh_request
                group by job, tenant_id
            ), acknowledgement as (
                select tenant_id,
                       count(*) filter (where state = 'pending') as pending,
                       count(*) filter (where state <> 'pending') as unconfirmed
                from ajour.acknowledgement where state in ('pending', 'sending', 'accepted')
                group by tenant_id
            ), outgoing as (
                select tenant_id,
                       count(*) filter (where state = 'queued') as queued,
                       count(*) filter (where state <> 'queued') as unregistered
                from ajour.outgoing_event where state in ('queued', 'sending', 'accepted')
                group by tenant_id
            ), walk as (
                select job, tenant, count(*) as unfinished from ajour.unfinished_walk group by job, tenant
            ), dead as (
                select job, tenant, jsonb_object_agg(cause, letters) as by_cause
                from (select job, tenant, cause, count(*) as letters from ajour.dead_letter
                      where state in ('unresolved', 'retrying') group by job, tenant, cause) as letter
                group by job, tenant
            ), place as (
                select job, tenant,
                       jsonb_agg(jsonb_build_array(name, value, moved_at) order by name) as positions
                from ajour.position group by job, tenant
            )
            select pair.job, pair.tenant, last.id, last.state, last.exit_code, last.reason,
                   success.ended_at as success,
                   coalesce(success.ended_at, first.started_at,
                            min(first.started_at) over (partition by pair.tenant)) as since,
                   lease.acquired_at, lease.token = last.token as last_runs,
                   coalesce(place.positions, '[]') as positions, coalesce(dead.by_cause, '{}') as dead,
                   coalesce(request.waiting, 0) + coalesce(mine.pending, 0) + coalesce(own.queued, 0) as waiting,
                   coalesce(mine.unconfirmed, own.unregistered, 0) as unconfirmed, coalesce(walk.unfinished, 0) as walks
            from pair
            left join ajour.tenant on tenant.orgnr = pair.tenant
            left join lateral (
                select id, state, exit_code, reason, token from ajour.run
                where job = pair.job and tenant = pair.tenant and kind in ('run', 'restart')
                order by id desc limit 1) as last on true
            left join lateral (
                select ended_at from ajour.run
                where job = pair.job and tenant = pair.tenant and kind in ('run', 'restart')
                  and state = 'completed'
                order by id desc limit 1) as success on true
            left join lateral (
                select started_at from ajour.run
                where job = pair.job and tenant = pair.tenant
                order by id limit 1) as first on true
            left join ajour.lease on lease.job = pair.job and lease.tenant = pair.tenant
                and lease.holder is not null and lease.expires_at >= clock_timestamp()
            left join place on place.job = pair.job and place.tenant = pair.tenant
            left join dead on dead.job = pair.job and dead.tenant = pair.tenant
            left join walk on walk.job = pair.job and walk.tenant = pair.tenant
            left join request on request.job = pair.job and request.tenant_id = tenant.id
            left join acknowledgement as mine on pair.job = 'acknowledgements' and mine.tenant_id = tenant.id
            left join outgoing as own on pair.job = 'outgoing-events' and own.tenant_id = tenant.id
            order by array_position(:jobs::text[], pair.job), pair.tenant <> 'national', pair.tenant
            """;

    private final JdbcClient jdbc;
    private final Jobs jobs;
    private final OffsetLimit limit;
    private final InstantSource clock;
    private final JsonMapper json = new JsonMapper();

    StatusQuery(JdbcClient jdbc, Jobs jobs, OffsetLimit limit, InstantSource clock) {
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * A row for each job and tenant, those that never ran among them, and for each job that runs once for all tenants.
     * Jobs that are off are left out, and tenants that a job does not run for.
     *
     * @param tenants organisation numbers
     */
    public List<JobStatus> read(List<String> tenants) {
        var now = clock.instant();
        return jdbc
                .sql(STATUS)
                .param("jobs", jobs.names().toArray(String[]::new))
                .param(
                        "onceForAll",
                        jobs.names().stream()
                                .filter(job -> !Jobs.eachTenant(job))
                                .toArray(String[]::new))
                .param("tenants", tenants.toArray(String[]::new))
                .query((row, number) -> status(row, now))
                .list()
                .stream()
                .filter(row -> concerns(row.job(), row.tenant()))
                .toList();
    }

    private boolean concerns(String job, String tenant) {
        var settings = jobs.of(job);
        return tenant.equals(Run.NATIONAL) ? settings.enabled() : settings.concerns(tenant);
    }

    private JobStatus status(ResultSet row, Instant now) throws SQLException {
        String job = row.getString("job");
        long run = row.getLong("id");
        boolean ran = !row.wasNull();
        int exitCode = row.getInt("exit_code");
        boolean ended = !row.wasNull();
        var runningSince = instant(row, "acquired_at");
        return new JobStatus(
                job,
                row.getString("tenant"),
                state(ran ? row.getString("state") : null, runningSince != null),
                lateSince(job, instant(row, "since"), now),
                instant(row, "success"),
                runningSince,
                ran ? run : null,
                ended ? exitCode : null,
                row.getString("reason"),
                positions(job, row.getString("positions")),
                row.getLong("waiting"),
                row.getLong("unconfirmed"),
                row.getLong("walks"),
                json.readValue(row.getString("dead"), new TypeReference<Map<String, Long>>() {}));
    }

    private static State state(@Nullable String newest, boolean leased) {
        if (leased) {
            return State.RUNNING;
        }
        return switch (newest) {
            case null -> State.NEVER_RUN;
            case "running" -> State.DIED;
            case "completed" -> State.OK;
            case "stopped" -> State.STOPPED;
            default -> State.FAILED;
        };
    }

    private @Nullable Instant lateSince(String job, @Nullable Instant since, Instant now) {
        if (since == null) {
            return null;
        }
        var late = since.plus(jobs.of(job).lateAfter());
        return late.isBefore(now) ? late : null;
    }

    private List<PositionStatus> positions(String job, String array) {
        var all = new ArrayList<PositionStatus>();
        for (var position : json.readTree(array)) {
            all.add(PositionStatus.of(
                    job,
                    position.get(0).asString(),
                    position.get(1).asString(),
                    OffsetDateTime.parse(position.get(2).asString()).toInstant(),
                    limit));
        }
        return all;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
