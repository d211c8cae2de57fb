package no.ajour.outgoing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.delivery.Pages;
import no.ajour.delivery.Pending;
import no.ajour.delivery.Unconfirmed;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code ajour.outgoing_event} holds for a tenant. Every question takes a connection of its own, and briefly. */
final class OutgoingTable implements Unconfirmed<OutgoingEvent> {

    /**
     * A queued event that is yet to be checked.
     *
     * @param body as it was queued; null if it has been deleted
     * @param queuedAt changes when the EHR corrects it
     */
    record Unchecked(
            long id,
            String resourceType,
            @Nullable String body,
            @Nullable String addedIdentifier,
            OffsetDateTime queuedAt) {
        @Override
        public String toString() {
            return OutgoingEvent.record(id);
        }
    }

    private static final String COLUMNS = """
            select id, resource_type, state, resource_id, stable_key, attempts, source_system, added_identifier, resend,
                   failed_ids,
            """;

    private final JdbcClient jdbc;
    private final int pageSize;

    /** @param pageSize how many rows are held in memory at a time */
    OutgoingTable(JdbcClient jdbc, int pageSize) {
        this.jdbc = jdbc;
        this.pageSize = pageSize;
    }

    /** Whether a run has anything to do. */
    boolean hasWork(Tenant tenant) {
        return jdbc.sql("""
                        select exists (select from ajour.outgoing_event
                                       where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                                         and state in ('queued', 'sending', 'accepted', 'unclear'))
                            or exists (select from ajour.outgoing_event
                                       where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                                         and next_status_at is not null)
                        """)
                .param("tenant", tenant.orgnr())
                .query(Boolean.class)
                .single();
    }

    /** Queued events that are yet to be checked, in their order. */
    List<Unchecked> unchecked(Tenant tenant, long after) {
        return jdbc.sql("""
                        select id, resource_type, body, added_identifier, queued_at
                        from ajour.outgoing_event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and state = 'queued' and checked_at is null and id > :after
                        order by id
                        limit :most
                        """)
                .param("tenant", tenant.orgnr())
                .param("after", after)
                .param("most", pageSize)
                .query((row, number) -> new Unchecked(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, OffsetDateTime.class)))
                .list();
    }

    /** What a run has to submit. */
    Pending<OutgoingEvent> pending(Run run) {
        return new QueuedEvents(jdbc, run, pageSize);
    }

    /** The resource of a claimed event; empty if it has been deleted. */
    Optional<String> body(OutgoingEvent event) {
        return jdbc.sql("select body from ajour.outgoing_event where id = :id and body is not null")
                .param("id", event.id())
                .query(String.class)
                .optional();
    }

    /** Those of which it is not known under which id JFT has them, if it does. As many as a broken run can leave. */
    List<OutgoingEvent> unsure(Tenant tenant) {
        return jdbc.sql(COLUMNS + """
                               sending_at as since
                        from ajour.outgoing_event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and resource_id is null and state in ('sending', 'accepted')
                        order by id
                        """)
                .param("tenant", tenant.orgnr())
                .query(OutgoingTable::row)
                .list();
    }

    /** Those of these ids in JFT that are known to be another event's already. */
    Set<String> taken(Tenant tenant, Collection<String> ids) {
        return jdbc
                .sql("""
                        select resource_id from ajour.outgoing_event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and resource_id = any (:ids)
                        """)
                .param("tenant", tenant.orgnr())
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    @Override
    public Iterator<OutgoingEvent> toAsk(Tenant tenant, Instant due) {
        return new Pages<>(after -> jdbc.sql(COLUMNS + """
                                       coalesce(accepted_at, sending_at) as since
                                from ajour.outgoing_event
                                where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                                  and state in ('accepted', 'registered') and resource_id is not null
                                  and next_status_at <= :due and id > :after
                                order by id
                                limit :most
                                """)
                .param("tenant", tenant.orgnr())
                .param("due", utc(due))
                .param("after", after)
                .param("most", pageSize)
                .query(OutgoingTable::row)
                .list());
    }

    @Override
    public Optional<Instant> lastDue(Tenant tenant, Instant by) {
        return jdbc.sql("""
                        select max(next_status_at)
                        from ajour.outgoing_event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and state in ('accepted', 'registered') and resource_id is not null
                          and next_status_at <= :by
                        """)
                .param("tenant", tenant.orgnr())
                .param("by", utc(by))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** How many have been sent, or may have been, and are not registered. */
    long unregistered(Tenant tenant) {
        return jdbc.sql("""
                        select count(*)
                        from ajour.outgoing_event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and state in ('sending', 'accepted')
                        """).param("tenant", tenant.orgnr()).query(Long.class).single();
    }

    /** How many wait to be sent. */
    long queued(Tenant tenant) {
        return jdbc.sql("""
                        select count(*)
                        from ajour.outgoing_event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant) and state = 'queued'
                        """).param("tenant", tenant.orgnr()).query(Long.class).single();
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static OutgoingEvent row(ResultSet row, int number) throws SQLException {
        byte[] key = row.getBytes("stable_key");
        return new OutgoingEvent(
                row.getLong("id"),
                row.getString("resource_type"),
                OutgoingState.ofColumn(row.getString("state")),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getString("resource_id"),
                key == null ? null : HexFormat.of().formatHex(key),
                row.getInt("attempts"),
                row.getString("source_system"),
                row.getString("added_identifier"),
                row.getBoolean("resend"),
                List.of((String[]) row.getArray("failed_ids").getArray()));
    }
}
