package no.ajour.housekeeping;

import java.time.Duration;
import java.util.List;
import no.ajour.run.Line;
import no.ajour.run.Round;
import no.ajour.run.Tally;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Forgets persons who left the list, or were never on it. What is kept for persons on the list alone goes in any case; the
 * person goes as soon as no event of theirs has its resource any more. Events that are done with then stay as nobody's.
 *
 * <p>A person who is listed again, or met in an event, at the same moment is not harmed: whoever is being written is left
 * alone, and whoever is locked here is looked at once more with the lock in hand.
 */
final class Patients implements Round {
    private static final String OLD = """
            select coalesce(delisted_at, synced_at) as since, id
            from ajour.patient
            where not listed and coalesce(delisted_at, synced_at) < :before
              and (coalesce(delisted_at, synced_at), id) > (:since, :id)
            order by coalesce(delisted_at, synced_at), id
            limit :size
            """;

    // Those of whom nothing can be deleted are not locked, since that would be a write.
    private static final String LOCK = """
            select p.id from ajour.patient p
            where p.id = any (:ids) and not p.listed and coalesce(p.delisted_at, p.synced_at) < :before
              and (not exists (select from ajour.event e where e.patient_id = p.id and e.resource is not null)
                       and not exists (select from ajour.outgoing_event o where o.patient_id = p.id)
                   or exists (select from ajour.outgoing_event o where o.patient_id = p.id and o.closed_at is not null)
                   or exists (select from ajour.digital_active d where d.patient_id = p.id)
                   or exists (select from ajour.refresh_request r where (r.tenant_id, r.patient_id) = (p.tenant_id, p.id))
                   or exists (select from ajour.document d where d.patient_id = p.id)
                   or exists (select from ajour.document_search s where s.patient_id = p.id)
                   or exists (select from ajour.health_indicator h where h.patient_id = p.id)
                   or exists (select from ajour.asked a where a.patient_id = p.id))
            order by p.id
            for update skip locked
            """;

    private static final String DETAILS = """
            with statuses as (
                delete from ajour.digital_active where patient_id = any (:ids) returning 1
            ), requests as (
                delete from ajour.refresh_request r using ajour.patient p
                where p.id = any (:ids) and (r.tenant_id, r.patient_id) = (p.tenant_id, p.id) returning 1
            ), documents as (
                delete from ajour.document where patient_id = any (:ids) returning 1
            ), searches as (
                delete from ajour.document_search where patient_id = any (:ids) returning 1
            ), indicators as (
                delete from ajour.health_indicator where patient_id = any (:ids) returning 1
            ), questions as (
                delete from ajour.asked where patient_id = any (:ids) returning 1
            ), outgoing as (
                update ajour.outgoing_event
                set body = null, resource_deleted_at = coalesce(resource_deleted_at, clock_timestamp()), patient_id = null
                where patient_id = any (:ids) and closed_at is not null
                returning 1
            )
            select (select count(*) from statuses) + (select count(*) from requests)
                   + (select count(*) from documents) + (select count(*) from searches)
                   + (select count(*) from indicators) + (select count(*) from questions)
                   + (select count(*) from outgoing)
            """;

    private static final String RELEASE = """
            update ajour.event e set patient_id = null
            where e.patient_id = any (:ids)
              and not exists (select from ajour.event other
                              where other.patient_id = e.patient_id and other.resource is not null)
            """;

    private static final String DELETE = """
            delete from ajour.patient p
            where p.id = any (:ids) and not exists (select from ajour.event e where e.patient_id = p.id)
              and not exists (select from ajour.outgoing_event o where o.patient_id = p.id)
            """;

    private static final String STILL_THERE = "select count(*) from ajour.patient where id = any (:ids)";

    private final JdbcClient jdbc;
    private final Ages ages;
    private final Duration keep;
    private final Window window;

    Patients(JdbcClient jdbc, Ages ages, Duration keep, int size) {
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
        List<Long> held = jdbc.sql(LOCK)
                .param("ids", ids)
                .param("before", before)
                .query(Long.class)
                .list();
        // A statement each, so that each sees what was committed before the locks were had.
        var locked = held.toArray(Long[]::new);
        long details = jdbc.sql(DETAILS).param("ids", locked).query(Long.class).single();
        jdbc.sql(RELEASE).param("ids", locked).update();
        int deleted = jdbc.sql(DELETE).param("ids", locked).update();
        long left = jdbc.sql(STILL_THERE).param("ids", ids).query(Long.class).single();
        tally.add(Line.EXAMINED, ids.length)
                .add(Line.DELETED_DETAILS, details)
                .add(Line.DELETED_PATIENTS, deleted)
                .add(Line.STILL_NEEDED, left);
        return true;
    }
}
