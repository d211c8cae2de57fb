package no.ajour.journal;

/** The statements on {@code ajour.event}. */
final class EventSql {
    /**
     * Stores the events of a page and tells what became of them: a row for each outcome with the number of events and
     * of those that belong to a person on the list.
     *
     * <p>Older never wins: a row is replaced by a newer version only, or by another one of the same time, since servers
     * stamp coarsely and serve the newest last. A row that stays as it is is not written at all. An outcome is told only
     * of rows that are as the outcome says after the statement, so that the sums show what did not come about.
     *
     * <p>Each event is looked up by itself ({@code offset 0} is a fence to the planner): a statement that was planned while
     * the table was small would otherwise go on to read all of the tenant's events for each page.
     *
     * <p>Housekeeping deletes resources of events that are journaled and confirmed, and forgets whose they were. The same
     * content brings neither back; another one is an event like any other.
     */
    static final String STORE = """
            with given as (
                select *, decode(digest, 'hex') as content_digest, cast(text as jsonb) as resource
                from unnest(:ids::text[], :times::timestamptz[], :digests::text[], :patients::bigint[],
                            :unmatched::text[], :systems::text[], :clientIds::text[], :clientNames::text[],
                            :orgnrs::text[], :texts::text[])
                    as page (resource_id, last_updated, digest, patient_id, unmatched, source_system,
                             source_client_id, source_client_name, parent_orgnr, text)
            ),
            compared as materialized (
                select g.*, e.version as known_version,
                       case
                           when e.id is null then 'ADDED'
                           when g.last_updated < e.last_updated then 'OLDER'
                           when g.content_digest <> e.content_digest then 'CHANGED'
                           when g.last_updated > e.last_updated
                                or e.resource is not null
                                   and ((g.patient_id, g.unmatched) is distinct from (e.patient_id, e.unmatched)
                                        or g.resource <> e.resource) then 'RESTAMPED'
                           else 'UNCHANGED'
                       end as outcome
                from given g
                left join lateral (
                    select * from ajour.event
                    where tenant_id = :tenant::smallint and resource_type = :type and resource_id = g.resource_id
                    offset 0) e on true
            ),
            stored as (
                insert into ajour.event as e (
                    tenant_id, resource_type, resource_id, last_updated, content_digest, patient_id, unmatched,
                    source_system, source_client_id, source_client_name, parent_orgnr, resource,
                    received_at, changed_at, synced_at, run_id)
                select :tenant::smallint, :type, resource_id, last_updated, content_digest, patient_id, unmatched,
                       source_system, source_client_id, source_client_name, parent_orgnr, resource,
                       :now::timestamptz, :now::timestamptz, :now::timestamptz, :run::bigint
                from compared
                where outcome in ('ADDED', 'CHANGED', 'RESTAMPED')
                order by resource_id
                on conflict (tenant_id, resource_type, resource_id) do update
                    set last_updated = excluded.last_updated,
                        version = e.version + (e.content_digest <> excluded.content_digest)::int,
                        changed_at = case when e.content_digest <> excluded.content_digest
                                          then excluded.changed_at else e.changed_at end,
                        content_digest = excluded.content_digest,
                        patient_id = case when e.resource is null and e.content_digest = excluded.content_digest
                                          then e.patient_id else excluded.patient_id end,
                        unmatched = case when e.resource is null and e.content_digest = excluded.content_digest
                                         then e.unmatched else excluded.unmatched end,
                        source_system = excluded.source_system,
                        source_client_id = excluded.source_client_id,
                        source_client_name = excluded.source_client_name,
                        parent_orgnr = excluded.parent_orgnr,
                        resource = case when e.resource is null and e.content_digest = excluded.content_digest
                                        then null else excluded.resource end,
                        resource_deleted_at = case when e.content_digest = excluded.content_digest
                                                   then e.resource_deleted_at end,
                        synced_at = excluded.synced_at,
                        run_id = excluded.run_id
                    where e.last_updated <= excluded.last_updated
                returning e.resource_id, e.version, e.patient_id
            )
            select c.outcome, count(*) as events, count(*) filter (where p.listed) as matched
            from compared c
            left join stored s using (resource_id)
            left join ajour.patient p on p.id = s.patient_id
            where case c.outcome
                      when 'ADDED' then s.version = 1
                      when 'CHANGED' then s.version = c.known_version + 1
                      when 'RESTAMPED' then s.version = c.known_version
                      else s.version is null
                  end
            group by c.outcome
            """;

    private EventSql() {}
}
