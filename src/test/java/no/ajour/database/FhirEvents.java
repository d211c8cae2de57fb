package no.ajour.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import no.ajour.testing.Postgres;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database to put FHIR resources into as events, as they are, and to read the views of. */
final class FhirEvents implements AutoCloseable {
    static final List<String> VIEWS = List.of(
            "bundles",
            "bundle_entries",
            "compositions",
            "composition_authors",
            "composition_sections",
            "medication_dispenses",
            "event_codings");

    final JdbcClient jdbc;
    private final HikariDataSource pool;

    FhirEvents() {
        pool = Postgres.freshDatabase();
        jdbc = JdbcClient.create(pool);
        jdbc.sql("""
                insert into ajour.tenant (orgnr, name) values ('123456785', 'Lykkeby');
                insert into ajour.run (job, tenant, token) values ('journal-events', '123456785', 1);
                """).update();
    }

    /** Returns the event's id. */
    long add(String type, JsonNode resource) {
        return add(type, resource.toString());
    }

    long add(String type, String resource) {
        return jdbc.sql("""
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                                                 unmatched, resource, received_at, changed_at, synced_at, run_id)
                        select t.id, :type, gen_random_uuid(), now(), '', 'no-number', :resource::jsonb, now(), now(),
                               now(), r.id
                        from ajour.tenant t, ajour.run r
                        returning id
                        """)
                .param("type", type)
                .param("resource", resource)
                .query(Long.class)
                .single();
    }

    long add(String resource) {
        var json = JsonMapper.shared().readTree(resource);
        return add(json.path("resourceType").asString(), json);
    }

    List<FhirRow> rows(String view, long event) {
        return jdbc
                .sql("select * from ajour." + view + " where event_id = :event")
                .param("event", event)
                .query()
                .listOfRows()
                .stream()
                .map(FhirRow::new)
                .toList();
    }

    /** The only row that a view has of the event. */
    FhirRow row(String view, long event) {
        var rows = rows(view, event);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows in " + view);
        }
        return rows.getFirst();
    }

    /** Reads every column of every view of the event. */
    List<Integer> countRows(long event) {
        var counts = new ArrayList<Integer>();
        VIEWS.forEach(view -> counts.add(rows(view, event).size()));
        return counts;
    }

    @Override
    public void close() {
        pool.close();
    }
}
