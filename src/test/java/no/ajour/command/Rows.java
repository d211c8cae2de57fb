package no.ajour.command;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as runs leave them behind, for commands to show. */
final class Rows {
    private final JdbcClient jdbc;

    Rows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A run that has ended. Returns its number. */
    long run(String job, String tenant, String state, int exitCode, String reason, Duration ago) {
        return jdbc.sql("""
                        insert into ajour.run (job, tenant, token, state, exit_code, reason, started_at, ended_at, balance)
                        values (:job, :tenant, 1, :state, :code, nullif(:reason, ''),
                                now() - :ago * interval '1 s' - interval '10 s', now() - :ago * interval '1 s',
                                '{"matched": 2, "received": 5}')
                        returning id
                        """)
                .param("job", job)
                .param("tenant", tenant)
                .param("state", state)
                .param("code", exitCode)
                .param("reason", reason)
                .param("ago", ago.toSeconds())
                .query(Long.class)
                .single();
    }

    long completed(String job, String tenant, Duration ago) {
        return run(job, tenant, "completed", 0, "", ago);
    }

    /** A dead letter with a payload. Returns its number. */
    long letter(long run, String record, String cause, String message, String payload) {
        return jdbc.sql("""
                        with letter as (
                            insert into ajour.dead_letter (job, tenant, record, cause, message, run_id)
                            select job, tenant, :record, :cause, :message, id from ajour.run where id = :run
                            returning id
                        ), kept as (
                            insert into ajour.dead_letter_payload (letter_id, payload)
                            select id, :payload from letter
                        )
                        select id from letter
                        """)
                .param("run", run)
                .param("record", record)
                .param("cause", cause)
                .param("message", message)
                .param("payload", payload)
                .query(Long.class)
                .single();
    }

    /** Actions in the order in which they were written down: operator, action, subject, why. */
    List<String> actions() {
        return jdbc.sql("""
                        select concat_ws(' | ', operator, action, subject::text, why) from ajour.operator_action order by id
                        """).query(String.class).list();
    }
}
