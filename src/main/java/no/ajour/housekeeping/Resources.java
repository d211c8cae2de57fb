package no.ajour.housekeeping;

import java.time.Duration;
import no.ajour.run.Line;
import no.ajour.run.Round;
import no.ajour.run.Tally;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes the resources of events that are done with: the EHR itself has marked the newest version as journaled, and JFT
 * has confirmed. An event that waits for anything keeps its resource however old it is, as does one that only counts as
 * journaled because it is stored: nobody said that anyone has it.
 *
 * <p>All else of the event stays, so that it is nothing new when JFT gives it again.
 */
final class Resources implements Round {
    private static final String OLD = """
            select greatest(journaled_at, confirmed_at) as since, event_id as id
            from ajour.acknowledgement
            where state = 'confirmed' and marked_by = 'ehr' and purged_version is distinct from journaled_version
              and greatest(journaled_at, confirmed_at) < :before
              and (greatest(journaled_at, confirmed_at), event_id) > (:since, :id)
            order by greatest(journaled_at, confirmed_at), event_id
            limit :size
            """;

    // What someone is writing at this moment is left for the next run.
    private static final String DELETE = """
            with done_with as materialized (
                select a.event_id
                from ajour.acknowledgement a
                join ajour.event e on e.id = a.event_id and e.version = a.journaled_version
                where a.event_id = any (:ids) and a.state = 'confirmed' and a.marked_by = 'ehr'
                  and greatest(a.journaled_at, a.confirmed_at) < :before
                order by a.event_id
                for no key update skip locked
            ), emptied as (
                update ajour.event e set resource = null, resource_deleted_at = clock_timestamp()
                from done_with d where e.id = d.event_id
                returning e.id
            ), marked as (
                update ajour.acknowledgement a set purged_version = a.journaled_version
                from emptied where a.event_id = emptied.id
                returning 1
            )
            select count(*) from marked
            """;

    private static final String STILL_THERE =
            "select count(*) from ajour.event where id = any (:ids) and resource is not null";

    private final JdbcClient jdbc;
    private final Ages ages;
    private final Duration keep;
    private final Window window;

    Resources(JdbcClient jdbc, Ages ages, Duration keep, int size) {
        this.jdbc = jdbc;
        this.ages = ages;
        this.keep = keep;
        this.window = new Window(jdbc, OLD, size);
    }

    @Override
    public boolean take(Tally tally) {
        var before = ages.olderThan(keep);
        var ids = window.next(before);
        if (ids.length == 0) {
            return false;
        }
        long deleted = jdbc.sql(DELETE)
                .param("ids", ids)
                .param("before", before)
                .query(Long.class)
                .single();
        long left = jdbc.sql(STILL_THERE).param("ids", ids).query(Long.class).single();
        tally.add(Line.EXAMINED, ids.length)
                .add(Line.DELETED_RESOURCES, deleted)
                .add(Line.STILL_NEEDED, left);
        return true;
    }
}
