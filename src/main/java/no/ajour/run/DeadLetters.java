package no.ajour.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records that failed, set aside with their cause. A bad record stops only itself: its step goes on, and the run ends
 * with {@link ExitCode#DONE_WITH_DEAD_LETTERS}.
 *
 * <p>A letter is unresolved until its record is handled (resolved), a newer version of it is (obsolete), or an operator
 * discards it. While a retry is under way it is retrying. A record that fails again opens its letter again, unless it is
 * the very version that was discarded.
 */
public final class DeadLetters {

    /**
     * A letter that is being retried.
     *
     * @param version null where the record has no versions
     * @param payload null if none was kept, or it was purged
     */
    public record Retried(
            long id,
            String record,
            String cause,
            @Nullable Instant version,
            @Nullable String payload) {
        @Override
        public String toString() {
            return "dead letter " + id + ": " + record;
        }
    }

    private final JdbcClient jdbc;

    DeadLetters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Sets records aside, in the caller's transaction. A record that failed before keeps its letter, with the newest
     * version that failed.
     *
     * @return how many of them stay discarded, since an operator had discarded the same version with the same cause
     */
    public int add(Run run, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        with given as (
                            select distinct on (record) record, cause, message, version::timestamptz as version, payload
                            from unnest(:records::text[], :causes::text[], :messages::text[], :versions::text[],
                                        :payloads::text[]) as given (record, cause, message, version, payload)
                            order by record, version::timestamptz desc nulls last
                        ), written as (
                            insert into ajour.dead_letter as d (job, tenant, record, cause, message, version, run_id)
                            select :job, :tenant, record, cause, message, version, :run from given order by record
                            on conflict (job, tenant, record) do update
                                set state = case when d.state = 'discarded' and d.cause = excluded.cause
                                                      and d.version = excluded.version
                                                 then 'discarded' else 'unresolved' end,
                                    closed_at = case when d.state = 'discarded' and d.cause = excluded.cause
                                                          and d.version = excluded.version
                                                     then d.closed_at end,
                                    attempts = d.attempts
                                        + case when d.state <> 'retrying' and d.version = excluded.version then 0 else 1 end,
                                    cause = excluded.cause, message = excluded.message, version = excluded.version,
                                    last_seen = clock_timestamp(), run_id = excluded.run_id
                                where d.version is null or excluded.version is null or excluded.version >= d.version
                            returning d.id, d.record, d.state
                        ), kept as (
                            select w.state, ajour.keep_payload(w.id, g.payload)
                            from written w join given g using (record)
                        )
                        select count(*) filter (where state = 'discarded') from kept
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("run", run.id())
                .param("records", column(letters, DeadLetter::record))
                .param("causes", column(letters, DeadLetter::cause))
                .param("messages", column(letters, DeadLetter::message))
                .param(
                        "versions",
                        column(
                                letters,
                                letter -> letter.version() == null
                                        ? null
                                        : letter.version().toString()))
                .param("payloads", column(letters, DeadLetter::payload))
                .query(Integer.class)
                .single();
    }

    /** Resolves the letters of records that have been handled after all, in the caller's transaction. */
    public void resolve(Run run, Collection<String> records) {
        close(run, List.copyOf(records), new @Nullable String[records.size()], "resolved");
    }

    /**
     * Closes the letters of records that have been handled, in the caller's transaction: resolved, or obsolete where what
     * was handled is a newer version than what had failed. An older one leaves the letter open.
     *
     * @param versions record to the version that was handled
     */
    public void resolve(Run run, Map<String, Instant> versions) {
        var handled = List.copyOf(versions.entrySet());
        close(
                run,
                handled.stream().map(Map.Entry::getKey).toList(),
                handled.stream().map(entry -> entry.getValue().toString()).toArray(String[]::new),
                "resolved");
    }

    /** Closes the letters of records that are nobody's business any more, in the caller's transaction. */
    public void obsolete(Run run, Collection<String> records) {
        close(run, List.copyOf(records), new @Nullable String[records.size()], "obsolete");
    }

    private void close(Run run, List<String> records, @Nullable String[] versions, String state) {
        if (records.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        with closed as (
                            update ajour.dead_letter d
                            set state = case when handled.version > d.version then 'obsolete' else :state end,
                                closed_at = clock_timestamp()
                            from unnest(:records::text[], :versions::text[]::timestamptz[]) as handled (record, version)
                            where d.job = :job and d.tenant = :tenant and d.record = handled.record
                              and (d.version is null or handled.version is null or handled.version >= d.version)
                              and d.state in ('unresolved', 'retrying')
                            returning d.id
                        )
                        delete from ajour.dead_letter_payload where letter_id in (select id from closed)
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("records", records.toArray(String[]::new))
                .param("versions", versions)
                .param("state", state)
                .update();
    }

    /** Marks the run's own of these letters as being retried, in the caller's transaction; returns how many. */
    int retry(Run run, List<Long> ids) {
        return jdbc.sql("""
                        update ajour.dead_letter set state = 'retrying', run_id = :run
                        where id = any (:ids) and job = :job and tenant = :tenant and state = 'unresolved'
                        """)
                .param("run", run.id())
                .param("ids", ids.toArray(Long[]::new))
                .param("job", run.job())
                .param("tenant", run.tenant())
                .update();
    }

    /** Gives the letters back that a retry did not come to; returns how many. */
    int giveUp(Run run) {
        return jdbc.sql("""
                        update ajour.dead_letter set state = 'unresolved'
                        where job = :job and tenant = :tenant and state = 'retrying'
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .update();
    }

    /** The letters that the run is retrying, in order of id. */
    public List<Retried> retrying(Run run, long after, int most) {
        return jdbc.sql("""
                        select d.id, d.record, d.cause, d.version, p.payload
                        from ajour.dead_letter d left join ajour.dead_letter_payload p on p.letter_id = d.id
                        where d.job = :job and d.tenant = :tenant and d.state = 'retrying' and d.id > :after
                        order by d.id limit :most
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("after", after)
                .param("most", most)
                .query((row, number) -> retried(row))
                .list();
    }

    private static Retried retried(ResultSet row) throws SQLException {
        var version = row.getTimestamp(4);
        return new Retried(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                version == null ? null : version.toInstant(),
                row.getString(5));
    }

    private static @Nullable String[] column(List<DeadLetter> letters, Function<DeadLetter, @Nullable String> value) {
        return letters.stream().map(value).toArray(String[]::new);
    }
}
