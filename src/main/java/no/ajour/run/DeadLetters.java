package no.ajour.run;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records that failed, set aside with their cause. A bad record stops only itself: its step goes on, and the run ends
 * with {@link ExitCode#DONE_WITH_DEAD_LETTERS}.
 */
public final class DeadLetters {
    private final JdbcClient jdbc;

    DeadLetters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Sets records aside, in the caller's transaction. A record that failed before keeps its letter. */
    public void add(Run run, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into ajour.dead_letter as d (job, tenant, record, cause, message, payload, run_id)
                        select distinct on (record) :job, :tenant, record, cause, message, payload, :run
                        from unnest(:records::text[], :causes::text[], :messages::text[], :payloads::text[])
                            as given (record, cause, message, payload)
                        on conflict (job, tenant, record) do update
                            set cause = excluded.cause, message = excluded.message, payload = excluded.payload,
                                state = 'unresolved', attempts = d.attempts + 1, last_seen = clock_timestamp(),
                                run_id = excluded.run_id
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("run", run.id())
                .param("records", column(letters, DeadLetter::record))
                .param("causes", column(letters, DeadLetter::cause))
                .param("messages", column(letters, DeadLetter::message))
                .param("payloads", letters.stream().map(DeadLetter::payload).toArray(String[]::new))
                .update();
    }

    /** Resolves the letters of records that have been handled after all, in the caller's transaction. */
    public void resolve(Run run, Collection<String> records) {
        if (records.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update ajour.dead_letter set state = 'resolved', last_seen = clock_timestamp()
                        where job = :job and tenant = :tenant and record = any(:records)
                          and state in ('unresolved', 'retrying')
                        """)
                .param("job", run.job())
                .param("tenant", run.tenant())
                .param("records", records.toArray(String[]::new))
                .update();
    }

    private static String[] column(List<DeadLetter> letters, java.util.function.Function<DeadLetter, String> value) {
        return letters.stream().map(value).toArray(String[]::new);
    }
}
