package no.ajour.journal;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables hold, for an audit to compare. */
final class AuditTable {

    /**
     * Events of listed patients that wait too long.
     *
     * @param unjournaled that the EHR has not marked journaled in their newest version
     * @param untold that it has, and JFT was not told
     */
    record Late(long unjournaled, long untold) {}

    private final JdbcClient jdbc;
    private final Tenant tenant;

    AuditTable(JdbcClient jdbc, Tenant tenant) {
        this.jdbc = jdbc;
        this.tenant = tenant;
    }

    /**
     * The newest time that an event of the type was updated at, as far as the tables know; a time stamp from the future
     * counts as the time when it was received. Null if there is none.
     */
    @Nullable
    Instant newest(EventType type) {
        return jdbc.sql("""
                        select max(least(last_updated, received_at)) from ajour.event
                        where tenant_id = (select id from ajour.tenant where orgnr = :tenant) and resource_type = :type
                        """)
                .param("tenant", tenant.orgnr())
                .param("type", type.resourceType())
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
                .single()
                .map(Timestamp::toInstant)
                .orElse(null);
    }

    /** Those of the events that are neither stored nor an open dead letter. */
    List<Event> unknown(Entries entries) {
        Set<String> unknown = jdbc
                .sql("""
                        select given.id from unnest(:ids::text[], :records::text[]) as given (id, record)
                        where not exists (
                                select from ajour.event e
                                where e.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                                  and e.resource_type = :type and e.resource_id = given.id)
                          and not exists (
                                select from ajour.dead_letter d
                                where d.job = :job and d.tenant = :tenant and d.record = given.record
                                  and d.state in ('unresolved', 'retrying'))
                        """)
                .param("ids", ids(entries))
                .param("records", entries.events().stream().map(Event::record).toArray(String[]::new))
                .param("tenant", tenant.orgnr())
                .param("type", entries.type().resourceType())
                .param("job", EventSteps.JOB)
                .query(String.class)
                .stream()
                .collect(Collectors.toSet());
        return entries.events().stream()
                .filter(event -> unknown.contains(event.id()))
                .toList();
    }

    /** Those of the events whose newest version was confirmed as journaled before a time. */
    List<Event> confirmed(Entries entries, Instant before) {
        Set<String> confirmed = jdbc
                .sql("""
                        select e.resource_id
                        from ajour.event e
                        join ajour.acknowledgement a on a.event_id = e.id and a.journaled_version = e.version
                        where e.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and e.resource_type = :type and e.resource_id = any (:ids)
                          and a.state = 'confirmed' and a.confirmed_at < :before
                        """)
                .param("ids", ids(entries))
                .param("tenant", tenant.orgnr())
                .param("type", entries.type().resourceType())
                .param("before", Timestamp.from(before))
                .query(String.class)
                .stream()
                .collect(Collectors.toSet());
        return entries.events().stream()
                .filter(event -> confirmed.contains(event.id()))
                .toList();
    }

    /** @param longest how long an event may wait since it came in, or its patient onto the list */
    Late late(Instant now, Duration longest) {
        return jdbc.sql("""
                        select count(*) filter (where a.event_id is null or a.journaled_version < e.version) as unjournaled,
                               count(*) filter (where a.journaled_version >= e.version) as untold
                        from ajour.event e
                        join ajour.patient p on p.id = e.patient_id and p.listed
                        left join ajour.acknowledgement a on a.event_id = e.id
                        where e.tenant_id = (select id from ajour.tenant where orgnr = :tenant)
                          and greatest(e.changed_at, p.listed_at) < :before
                          and (a.event_id is null or a.journaled_version < e.version
                               or (a.state = 'pending' and a.journaled_at < :before))
                        """)
                .param("tenant", tenant.orgnr())
                .param("before", Timestamp.from(now.minus(longest)))
                .query(Late.class)
                .single();
    }

    private static String[] ids(Entries entries) {
        return entries.events().stream().map(Event::id).toArray(String[]::new);
    }
}
