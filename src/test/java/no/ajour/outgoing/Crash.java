package no.ajour.outgoing;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes PostgreSQL fail the commit of a transaction: that of the n-th row which is written to the outgoing events or the
 * tallies from now on. A sequence counts the rows, since it alone is not rolled back.
 */
final class Crash {
    private Crash() {}

    static void at(JdbcClient jdbc, int row) {
        jdbc.sql("""
                        create sequence if not exists crash_row;
                        create or replace function crash() returns trigger language plpgsql as $$
                        begin
                            if nextval('public.crash_row') = tg_argv[0]::bigint then
                                raise exception 'crash';
                            end if;
                            return null;
                        end $$;
                        alter sequence crash_row restart;
                        """).update();
        for (var table : new String[] {"outgoing_event", "tally"}) {
            jdbc.sql("""
                            create constraint trigger crash after insert or update on ajour.%s
                            deferrable initially deferred for each row execute function crash('%d')
                            """.formatted(table, row)).update();
        }
        // Only the row counts from here on.
        jdbc.sql("create table if not exists crash_at as select 0 as row").update();
        jdbc.sql("update crash_at set row = " + row).update();
    }

    static void never(JdbcClient jdbc) {
        jdbc.sql("drop trigger if exists crash on ajour.outgoing_event").update();
        jdbc.sql("drop trigger if exists crash on ajour.tally").update();
    }

    /** Whether the row was reached. */
    static boolean happened(JdbcClient jdbc) {
        return jdbc.sql("select last_value >= row from crash_row, crash_at")
                .query(Boolean.class)
                .single();
    }
}
