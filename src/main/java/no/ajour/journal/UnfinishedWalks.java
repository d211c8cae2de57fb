package no.ajour.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import no.ajour.run.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where walks that were broken off go on. A place is written in the transaction that stores the page before it, and
 * forgotten in the one that stores the walk's last page.
 */
final class UnfinishedWalks {
    // A link is kept as it stands, so one that may name a person is not kept at all.
    private static final Pattern MAYBE_NUMBER = Pattern.compile("(?<![0-9])[0-9]{6}(%20|[ +._-])?[0-9]{5}(?![0-9])");

    private final JdbcClient jdbc;
    private final Duration resumeWithin;
    private final InstantSource clock;

    /** @param resumeWithin how long ago the last page of a walk may have been stored that is gone on with; zero for never */
    UnfinishedWalks(JdbcClient jdbc, Duration resumeWithin, InstantSource clock) {
        this.jdbc = jdbc;
        this.resumeWithin = resumeWithin;
        this.clock = clock;
    }

    /**
     * How far the same walk has come before.
     *
     * @param startedFrom the position that it begins with; null for everything
     * @return null if there is none, or it is too old
     */
    @Nullable
    Progress find(Run run, EventType type, @Nullable String startedFrom) {
        if (resumeWithin.isZero()) {
            return null;
        }
        return jdbc.sql("""
                        select begun_at, newest, next_link from ajour.unfinished_walk
                        where job = :job and tenant = :tenant and resource_type = :type
                          and started_from is not distinct from :startedFrom and stored_at > :oldest
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("type", type.resourceType())
                .param("startedFrom", startedFrom, Types.VARCHAR)
                .param("oldest", Timestamp.from(clock.instant().minus(resumeWithin)))
                .query((row, number) -> progress(row))
                .optional()
                .orElse(null);
    }

    private static Progress progress(ResultSet row) throws SQLException {
        var newest = row.getTimestamp(2);
        return new Progress(
                row.getTimestamp(1).toInstant(), newest == null ? null : newest.toInstant(), row.getString(3));
    }

    /** Keeps the place that a walk has come to, in the caller's transaction. */
    void save(Run run, EventType type, @Nullable String startedFrom, Progress progress) {
        var link = progress.next();
        if (link == null || resumeWithin.isZero() || MAYBE_NUMBER.matcher(link).find()) {
            forget(run, type);
            return;
        }
        jdbc.sql("""
                        insert into ajour.unfinished_walk as w
                            (job, tenant, resource_type, started_from, next_link, begun_at, newest, stored_at, run_id)
                        values (:job, :tenant, :type, :startedFrom, :link, :begun, :newest, :now, :run)
                        on conflict (job, tenant, resource_type) do update
                            set started_from = excluded.started_from, next_link = excluded.next_link,
                                begun_at = excluded.begun_at, newest = excluded.newest,
                                stored_at = excluded.stored_at, run_id = excluded.run_id
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("type", type.resourceType())
                .param("startedFrom", startedFrom, Types.VARCHAR)
                .param("link", link)
                .param("begun", Timestamp.from(progress.begun()))
                .param(
                        "newest",
                        progress.newest() == null ? null : progress.newest().atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("now", Timestamp.from(clock.instant()))
                .param("run", run.id())
                .update();
    }

    /** Lets the next walk begin at its first page, in the caller's transaction. */
    void forget(Run run, EventType type) {
        jdbc.sql("delete from ajour.unfinished_walk where job = :job and tenant = :tenant and resource_type = :type")
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("type", type.resourceType())
                .update();
    }
}
