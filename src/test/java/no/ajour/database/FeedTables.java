package no.ajour.database;

import java.util.List;
import no.ajour.database.Follower.Change;
import no.ajour.sandbox.SyntheticNin;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two municipalities with some rows in every table that a view shows. */
final class FeedTables {
    static final int PATIENTS = 6;

    /** A statement, and what the feed is to tell of it. */
    record Statement(String sql, List<Change> told) {}

    private FeedTables() {}

    static void fill(JdbcClient jdbc) {
        jdbc.sql("insert into ajour.tenant (orgnr, name) values ('310000019', 'Lykkeby'), ('310000027', 'Myrdal')")
                .update();
        jdbc.sql("insert into ajour.run (job, tenant, token) values ('a job', 'national', 1)")
                .update();
        for (int number = 0; number < PATIENTS; number++) {
            jdbc.sql("insert into ajour.patient (tenant_id, nin) values (:tenant, :nin)")
                    .param("tenant", 1 + number % 2)
                    .param("nin", SyntheticNin.number(number))
                    .update();
        }
        jdbc.sql("""
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                                                 patient_id, resource, received_at, changed_at, synced_at, run_id)
                        select tenant_id, 'Composition', 'c-' || id, now(), 'digest', id,
                               '{"resourceType": "Composition"}', now(), now(), now(), 1
                        from ajour.patient order by id
                        """).update();
        jdbc.sql("""
                        insert into ajour.digital_active (tenant_id, patient_id, area, active_self, changed_at, synced_at, run_id)
                        select tenant_id, id, 3, true, now(), now(), 1 from ajour.patient where id <= 4
                        """).update();
    }

    /** Every kind of change of every table, one after the other. */
    static List<Statement> changes() {
        return List.of(
                one("update ajour.patient set listed = false, delisted_at = now() where id = 1", "patients", 1),
                new Statement(
                        "insert into ajour.digital_active (tenant_id, patient_id, area, changed_at, synced_at, run_id)"
                                + " values (1, 5, 3, now(), now(), 1), (2, 6, 3, now(), now(), 1)",
                        List.of(
                                new Change("digital_active_status", 5, false),
                                new Change("digital_active_status", 6, false))),
                one(
                        "update ajour.digital_active set active_self = patient_id = 2, synced_at = now()"
                                + " where patient_id in (2, 3)",
                        "digital_active_status",
                        3),
                gone("delete from ajour.digital_active where patient_id = 4", "digital_active_status", 4),
                one("update ajour.event set version = 2 where id = 1", "events", 1),
                one("select ajour.mark_journaled(1, 'J-1')", "acknowledgements", 1),
                one("update ajour.acknowledgement set state = 'accepted'", "acknowledgements", 1),
                one("select ajour.reject_event(2, 'not ours')", "rejected_events", 2),
                one("update ajour.rejection set reason = 'another'", "rejected_events", 2),
                gone("delete from ajour.rejection", "rejected_events", 2),
                one(
                        "select ajour.queue_event('310000019', 'E-1', '{\"resourceType\": \"Bundle\"}')",
                        "outgoing_events",
                        1),
                one("update ajour.outgoing_event set state = 'refused', failure = '400'", "outgoing_events", 1),
                gone("delete from ajour.outgoing_event", "outgoing_events", 1),
                one(
                        "insert into ajour.health_indicator (tenant_id, patient_id, status, changed_at, synced_at, run_id)"
                                + " values (2, 2, 2, now(), now(), 1)",
                        "health_indicators",
                        2),
                one("update ajour.health_indicator set status = 3", "health_indicators", 2),
                gone("delete from ajour.health_indicator", "health_indicators", 2),
                one(
                        "insert into ajour.document (tenant_id, patient_id, home_community_id, repository_unique_id,"
                                + " document_unique_id, reference, changed_at, synced_at, run_id)"
                                + " values (2, 2, 'h', 'r', 'd', '{}', now(), now(), 1)",
                        "documents",
                        1),
                one("update ajour.document set gone_at = now()", "documents", 1),
                one("update ajour.document set fetch_state = 'refused', fetch_failure = '403'", "documents", 1),
                gone("delete from ajour.document", "documents", 1),
                one(
                        "insert into ajour.document_search (tenant_id, patient_id, complete, found, event_id, changed_at,"
                                + " synced_at, run_id) values (2, 2, true, 1, 'e', now(), now(), 1)",
                        "document_searches",
                        2),
                one("update ajour.document_search set complete = false", "document_searches", 2),
                gone("delete from ajour.document_search", "document_searches", 2),
                new Statement(
                        "delete from ajour.event where id = 1",
                        List.of(new Change("events", 1, true), new Change("acknowledgements", 1, true))),
                gone("delete from ajour.event where id = 2", "events", 2),
                new Statement(
                        "delete from ajour.patient where id = 2",
                        List.of(new Change("patients", 2, true), new Change("digital_active_status", 2, true))));
    }

    /** Statements that write rows and change nothing that a view shows but when it was looked at. */
    static List<String> looks() {
        return List.of(
                "update ajour.patient set synced_at = now()",
                "update ajour.digital_active set synced_at = now(), run_id = 1",
                "insert into ajour.digital_active (tenant_id, patient_id, area, active_self, changed_at, synced_at, run_id)"
                        + " values (1, 1, 3, true, now(), now(), 1)"
                        + " on conflict (patient_id, area) do update set synced_at = excluded.synced_at");
    }

    private static Statement one(String sql, String kind, long id) {
        return new Statement(sql, List.of(new Change(kind, id, false)));
    }

    private static Statement gone(String sql, String kind, long id) {
        return new Statement(sql, List.of(new Change(kind, id, true)));
    }
}
