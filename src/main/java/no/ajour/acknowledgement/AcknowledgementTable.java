package no.ajour.acknowledgement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Optional;
import no.ajour.delivery.Pages;
import no.ajour.delivery.Pending;
import no.ajour.delivery.Unconfirmed;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What {@code ajour.acknowledgement} holds for a tenant. Every question takes a connection of its own, and briefly.
 *
 * <p>Events are looked up one by one (offset 0 is a fence to the planner): merged with their table, each page would read
 * all events from the first on.
 */
final class AcknowledgementTable implements Unconfirmed<Acknowledgement> {
    private final JdbcClient jdbc;
    private final int pageSize;

    /** @param pageSize how many rows are held in memory at a time */
    AcknowledgementTable(JdbcClient jdbc, int pageSize) {
        this.jdbc = jdbc;
        this.pageSize = pageSize;
    }

    /** What a run has to acknowledge. */
    Pending<Acknowledgement> pending(Run run, Tenant tenant) {
        return new PendingAcknowledgements(jdbc, run, tenant.acknowledge() == Tenant.Acknowledge.STORED, pageSize);
    }

    /** Those that a run before this one was sending when it ended. */
    Iterator<Acknowledgement> sending(Tenant tenant) {
        return new Pages<>(after -> jdbc.sql("""
                        select a.event_id, e.resource_type, e.resource_id, a.state, a.sending_at as since
                        from ajour.acknowledgement a
                        cross join lateral (
                            select resource_type, resource_id from ajour.event where id = a.event_id offset 0) e
                        where a.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and a.state = 'sending' and a.event_id > :after
                        order by a.event_id
                        limit :most
                        """)
                .param("tenant", tenant.orgnr())
                .param("after", after)
                .param("most", pageSize)
                .query(AcknowledgementTable::row)
                .list());
    }

    @Override
    public Iterator<Acknowledgement> toAsk(Tenant tenant, Instant due) {
        return new Pages<>(after -> jdbc.sql("""
                        select a.event_id, e.resource_type, e.resource_id, a.state, a.accepted_at as since
                        from ajour.acknowledgement a
                        cross join lateral (
                            select resource_type, resource_id from ajour.event where id = a.event_id offset 0) e
                        where a.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and a.state = 'accepted' and a.next_status_at <= :due and a.event_id > :after
                        order by a.event_id
                        limit :most
                        """)
                .param("tenant", tenant.orgnr())
                .param("due", utc(due))
                .param("after", after)
                .param("most", pageSize)
                .query(AcknowledgementTable::row)
                .list());
    }

    @Override
    public Optional<Instant> lastDue(Tenant tenant, Instant by) {
        return jdbc.sql("""
                        select max(next_status_at)
                        from ajour.acknowledgement
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and state = 'accepted' and next_status_at <= :by
                        """)
                .param("tenant", tenant.orgnr())
                .param("by", utc(by))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** How many can be sent: journaled, in the newest version that is stored. */
    long due(Tenant tenant) {
        return jdbc.sql("""
                        select count(*)
                        from ajour.acknowledgement a
                        join ajour.event e on e.id = a.event_id and e.version = a.journaled_version
                        where a.tenant_id = (select id from ajour.tenant where orgnr = :tenant) and a.state = 'pending'
                        """).param("tenant", tenant.orgnr()).query(Long.class).single();
    }

    /** How many have been sent, or may have been, and are not confirmed. */
    long unconfirmed(Tenant tenant) {
        return jdbc.sql("""
                        select count(*)
                        from ajour.acknowledgement
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and state in ('sending', 'accepted')
                        """).param("tenant", tenant.orgnr()).query(Long.class).single();
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Acknowledgement row(ResultSet row, int number) throws SQLException {
        return new Acknowledgement(
                row.getLong("event_id"),
                row.getString("resource_type"),
                row.getString("resource_id"),
                AcknowledgementState.ofColumn(row.getString("state")),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
