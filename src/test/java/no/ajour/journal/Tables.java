package no.ajour.journal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.sandbox.Book;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the job's tables hold. */
final class Tables {
    private Tables() {}

    /** The versions stored, to be compared with the sandbox's book. */
    static Set<Book.Version> versions(JdbcClient jdbc) {
        return jdbc
                .sql("select resource_type, resource_id, last_updated from ajour.event")
                .query((row, number) -> new Book.Version(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /** Everything that does not depend on the order or number of runs. */
    static List<String> state(JdbcClient jdbc) {
        return jdbc.sql("""
                        select 'event ' || concat_ws(' ', e.resource_type, e.resource_id, e.last_updated, e.version,
                               encode(e.content_digest, 'hex'), md5(p.nin), e.unmatched, e.source_system,
                               e.source_client_id, e.parent_orgnr, md5(e.resource::text))
                        from ajour.event e left join ajour.patient p on p.id = e.patient_id
                        union all select 'person ' || concat_ws(' ', md5(nin), listed) from ajour.patient
                        union all select 'position ' || concat_ws(' ', name, value) from ajour.position
                        union all select 'letter ' || concat_ws(' ', record, cause, state) from ajour.dead_letter
                        order by 1
                        """).query(String.class).list();
    }

    /** The physical version of each row. */
    static List<String> rowVersions(JdbcClient jdbc) {
        return jdbc.sql("""
                        select 'event ' || id || ' ' || xmin || ' ' || ctid from ajour.event
                        union all select 'patient ' || id || ' ' || xmin || ' ' || ctid from ajour.patient
                        union all select 'position ' || name || ' ' || xmin || ' ' || ctid from ajour.position
                        order by 1
                        """).query(String.class).list();
    }
}
