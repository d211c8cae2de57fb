package no.ajour.delivery;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes PostgreSQL fail the commit of a transaction: that of the n-th row which is written to a job's table or the tallies
 * from now on. A sequence counts the rows, since it alone is not rolled back.
 */
public final class Crash {
    private final JdbcClient jdbc;
    private final List<String> tables;

    /** @param table of the job, in schema {@code ajour} */
    public Crash(JdbcClient jdbc, String table) {
        this.jdbc = jdbc;
        this.tables = List.of(table, "tally");
    }

    /** Crashes at that row; 1 is the next one. */
    public void at(int row) {
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
        for (var table : tables) {
            jdbc.sql("""
                            create constraint trigger crash after insert or update on ajour.%s
                            deferrable initially deferred for each row execute function crash('%d')
                            """.formatted(table, row)).update();
        }
        // Only the row counts from here on.
        jdbc.sql("create table if not exists crash_at as select 0 as row").update();
        jdbc.sql("update crash_at set row = " + row).update();
    }

    /** Takes the crash away. */
    public void never() {
        tables.forEach(table ->
                jdbc.sql("drop trigger if exists crash on ajour." + table).update());
    }

    /** Whether the row was reached. */
    public boolean happened() {
        return jdbc.sql("select last_value >= row from crash_row, crash_at")
                .query(Boolean.class)
                .single();
    }
}
