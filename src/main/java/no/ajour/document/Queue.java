package no.ajour.document;

import java.time.Duration;
import java.util.List;
import no.ajour.run.Run;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The documents that are wanted: {@code ajour.document_request}, on the database's clock. */
final class Queue {
    // Each document is looked up alone (offset 0 is a fence to the planner): merged, each page would read all
    // documents.
    private static final String PAGE = """
            select r.document_id, r.request_id, d.version, r.attempts, d.nin, d.document_unique_id, d.repository_unique_id,
                   d.home_community_id, d.attachment_url, d.attachment_type, d.attachment_size,
                   encode(d.attachment_hash, 'hex')
            from ajour.document_request r
            cross join lateral (
                select d.*, p.nin from ajour.document d join ajour.patient p on p.id = d.patient_id and p.listed
                where d.id = r.document_id offset 0) d
            where r.tenant_id = :tenant and r.document_id > :after and r.next_at <= clock_timestamp()
            order by r.document_id limit :size
            """;

    private static final String EVERYTHING = """
            insert into ajour.document_request (document_id, tenant_id, requested_by)
            select d.id, d.tenant_id, 'fetch.which: all'
            from ajour.document d join ajour.patient p on p.id = d.patient_id and p.listed
            where d.tenant_id = :tenant and d.fetch_state is null and d.gone_at is null
            union all
            select d.id, d.tenant_id, 'fetch.which: all'
            from ajour.document d join ajour.patient p on p.id = d.patient_id and p.listed
            where d.tenant_id = :tenant and d.fetched_version <> d.version and d.fetch_state = 'fetched'
              and d.gone_at is null
            on conflict do nothing
            """;

    private static final String RETRIED = """
            insert into ajour.document_request as r (document_id, tenant_id, requested_by)
            select d.id, d.tenant_id, 'dead-letters retry'
            from ajour.dead_letter l
            join ajour.document d on l.record = 'document ' || d.id and d.tenant_id = :tenant
            join ajour.patient p on p.id = d.patient_id and p.listed
            where l.job = :job and l.tenant = :orgnr and l.state = 'retrying'
            on conflict (document_id) do update set next_at = excluded.next_at, attempts = 0
            """;

    private static final String DROP_DELISTED = """
            delete from ajour.document_request r using ajour.document d, ajour.patient p
            where r.tenant_id = :tenant and d.id = r.document_id and p.id = d.patient_id and not p.listed
            """;

    private static final String LETTERS_OF_DELISTED = """
            select l.record
            from ajour.dead_letter l
            left join ajour.document d on l.record = 'document ' || d.id and d.tenant_id = :tenant
            left join ajour.patient p on p.id = d.patient_id
            where l.job = :job and l.tenant = :orgnr and l.state in ('unresolved', 'retrying')
              and l.record like 'document %' and p.listed is distinct from true
            """;

    // No other run of the tenant is under way: what is there is a dead one's.
    private static final String DROP_PARTS = """
            delete from ajour.document_part part using ajour.document d
            where d.id = part.document_id and d.tenant_id = :tenant
            """;

    private static final String POSTPONE = """
            update ajour.document_request
            set attempts = attempts + 1, next_at = clock_timestamp() + :wait * power(2, attempts) * interval '1 second'
            where document_id = :document and request_id = :request
            """;

    private static final String SETTLE =
            "delete from ajour.document_request where document_id = :document and request_id = :request";

    private final JdbcClient jdbc;

    Queue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The next documents that may be asked for now, in order of their ids. */
    List<Wanted> page(short tenant, long after, int size) {
        return jdbc.sql(PAGE)
                .param("tenant", tenant)
                .param("after", after)
                .param("size", size)
                .query((row, number) -> new Wanted(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getString(5),
                        new Reference.Key(row.getString(6), row.getString(7), row.getString(8)),
                        row.getString(9),
                        row.getString(10),
                        row.getObject(11, Long.class),
                        row.getString(12)))
                .list();
    }

    /** Wants every document that is listed and not here in its newest version; returns how many were not wanted yet. */
    int everything(short tenant) {
        return jdbc.sql(EVERYTHING).param("tenant", tenant).update();
    }

    /** Wants the documents whose dead letters the run is retrying. */
    int retried(Run run, short tenant) {
        return jdbc.sql(RETRIED)
                .param("job", run.job())
                .param("orgnr", run.tenant())
                .param("tenant", tenant)
                .update();
    }

    /** Forgets what a run left that ended half-way, and who left the list. Returns the open letters of such documents. */
    List<String> tidy(Run run, short tenant) {
        jdbc.sql(DROP_PARTS).param("tenant", tenant).update();
        jdbc.sql(DROP_DELISTED).param("tenant", tenant).update();
        return jdbc.sql(LETTERS_OF_DELISTED)
                .param("job", run.job())
                .param("orgnr", run.tenant())
                .param("tenant", tenant)
                .query(String.class)
                .list();
    }

    /** Has it asked for again after a while, twice as long each time. */
    void postpone(Wanted wanted, Duration wait) {
        jdbc.sql(POSTPONE)
                .param("wait", wait.toSeconds())
                .param("document", wanted.document())
                .param("request", wanted.request())
                .update();
    }

    /** Deletes a request that has been answered. */
    void settle(Wanted wanted) {
        jdbc.sql(SETTLE)
                .param("document", wanted.document())
                .param("request", wanted.request())
                .update();
    }
}
