package no.ajour.testing;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.Sandbox;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the sandbox's own book says beside what the tables hold, when every journaled event has been acknowledged and
 * confirmed.
 */
public final class SideBySide {
    /** Two counts that must be the same. */
    public record Row(String what, long sandbox, long tables) {
        boolean agrees() {
            return sandbox == tables;
        }
    }

    /** What a row is called that is looked at request by request elsewhere. */
    public static final String VIOLATIONS = "requests that broke a protocol";

    private final Sandbox sandbox;
    private final JdbcClient tables;
    private final Set<String> tenants;

    /** @param tenants organisation numbers */
    public SideBySide(Sandbox sandbox, JdbcClient tables, Set<String> tenants) {
        this.sandbox = sandbox;
        this.tables = tables;
        this.tenants = tenants;
    }

    /** Prints the comparison and returns whether everything agrees. */
    public boolean print(PrintStream out) {
        var rows = rows();
        out.printf("%n%-62s %9s %9s%n", "", "SANDBOX", "TABLES");
        boolean agree = true;
        for (var row : rows) {
            agree &= row.agrees();
            out.printf(
                    Locale.ROOT,
                    "%-62s %9d %9d%s%n",
                    row.what(),
                    row.sandbox(),
                    row.tables(),
                    row.agrees() ? "" : "  <-- differ");
        }
        out.println(agree ? "The books agree." : "The books do not agree.");
        return agree;
    }

    /** The rows that do not agree. */
    public List<Row> differences() {
        return rows().stream().filter(row -> !row.agrees()).toList();
    }

    private List<Row> rows() {
        var book = sandbox.book();
        var rows = new ArrayList<Row>();
        rows.add(new Row(
                "persons asked about at Helsenorge | with a Digital Active status",
                book.numbersAsked().distinct().count(),
                count("select count(distinct nin) from ajour.patient join ajour.digital_active on patient_id = id")));
        rows.add(new Row(
                "of those, persons who were never on a municipality's list | with a status",
                notLocal(book.numbersAsked().collect(Collectors.toSet())),
                0));
        rows.add(new Row(
                "events served by JFT | stored, or dead letters",
                tenants.stream().mapToLong(tenant -> newest(tenant).size()).sum(),
                count("select (select count(*) from ajour.event) + (select count(*) from ajour.dead_letter "
                        + "where job = 'journal-events' and state <> 'resolved')")));
        rows.add(new Row("events served in a version newer than the stored one", 0, older()));
        rows.add(new Row(
                "acknowledgements received by JFT | confirmed",
                book.acknowledgements().size(),
                count("select count(*) from ajour.acknowledgement where state = 'confirmed'")));
        rows.add(new Row(
                "events acknowledged more than once | not journaled by the EHR",
                book.acknowledgements().size()
                        - book.acknowledgements().stream()
                                .map(entry -> entry.type() + "/" + entry.id())
                                .distinct()
                                .count(),
                acknowledgedUnjournaled()));
        rows.add(new Row(
                "events submitted to JFT | registered, accepted or failed there",
                book.submissions().size(),
                count("select count(resource_id) + coalesce(sum(cardinality(failed_ids)), 0) from ajour.outgoing_event"
                        + " where state <> 'queued'")));
        rows.add(new Row(
                "persons asked about at Kjernejournal | with an indicator, or dead",
                book.indicatorsAsked().stream()
                        .map(Book.IndicatorAsked::fnr)
                        .distinct()
                        .count(),
                answeredOrDead("ajour.health_indicator", "health-indicators")));
        rows.add(new Row(
                "persons asked about at PHR | with what it said, or dead",
                book.documentsAsked().stream()
                        .map(Book.DocumentsAsked::fnr)
                        .distinct()
                        .count(),
                answeredOrDead("ajour.document_search", "document-references")));
        rows.add(new Row(
                "documents that PHR gave | that EHRs can open",
                book.documentAsked().stream()
                        .filter(asked -> asked.status() == 200)
                        .map(asked -> asked.tenant() + " " + asked.fnr() + " " + asked.uniqueId())
                        .distinct()
                        .count(),
                count("select count(*) from ajour.documents where state = 'fetched'")));
        rows.add(new Row(VIOLATIONS, book.violations().size(), 0));
        return rows;
    }

    // One who was answered earlier and has failed since is both.
    private long answeredOrDead(String answers, String job) {
        return count("select count(*) from (select 'patient ' || patient_id from " + answers
                + " union select record from ajour.dead_letter where job = '" + job
                + "' and record like 'patient %' and state <> 'resolved') persons");
    }

    private long notLocal(Set<String> asked) {
        var local = new HashSet<>(tables.sql("select nin from ajour.patient where listed_at is not null")
                .query(String.class)
                .list());
        return asked.stream().filter(number -> !local.contains(number)).count();
    }

    private Map<String, Book.Version> newest(String tenant) {
        var newest = new HashMap<String, Book.Version>();
        for (var version : sandbox.book().servedTo(tenant)) {
            newest.merge(
                    version.type() + "/" + version.id(),
                    version,
                    (one, other) -> one.lastUpdated().isAfter(other.lastUpdated()) ? one : other);
        }
        return newest;
    }

    private long older() {
        long older = 0;
        for (var tenant : tenants) {
            var stored = new HashMap<String, Instant>();
            tables.sql("""
                            select resource_type || '/' || resource_id, last_updated
                            from ajour.event join ajour.tenant on tenant.id = tenant_id where orgnr = :tenant
                            """)
                    .param("tenant", tenant)
                    .query((row, number) ->
                            stored.put(row.getString(1), row.getTimestamp(2).toInstant()))
                    .list();
            older += newest(tenant).values().stream()
                    .filter(version -> version.lastUpdated()
                            .isAfter(stored.getOrDefault(version.type() + "/" + version.id(), Instant.MAX)))
                    .count();
        }
        return older;
    }

    private long acknowledgedUnjournaled() {
        var journaled = new HashSet<>(tables.sql("""
                        select resource_type || '/' || resource_id
                        from ajour.acknowledgement join ajour.event on event.id = event_id
                        where reference is not null
                        """).query(String.class).list());
        return sandbox.book().acknowledgements().stream()
                .filter(entry -> !journaled.contains(entry.type() + "/" + entry.id()))
                .count();
    }

    private long count(String sql) {
        return tables.sql(sql).query(Long.class).single();
    }
}
