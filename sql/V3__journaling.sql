-- What an EHR calls.

create function ajour.mark_journaled(p_event bigint, p_reference text default null, p_version integer default null)
    returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_event ajour.event;
    v_state text;
begin
    -- Not locked: an EHR's long transaction would hold up the job. What is sent is decided by comparing versions.
    select * into v_event from ajour.event where id = p_event;
    if not found then
        raise exception 'There is no event %', p_event
            using errcode = 'no_data_found', hint = 'Use event.id, not the id of the FHIR resource.';
    end if;
    if p_version is not null and p_version <> v_event.version then
        raise exception 'Event % is at version %, not %', p_event, v_event.version, p_version
            using errcode = 'serialization_failure',
                  hint = 'The event changed after it was read. Read it again and journal the new version.';
    end if;
    -- One that was refused is tried again, by way of sending, where $status is asked before anything goes out.
    insert into ajour.acknowledgement as a (event_id, tenant_id, reference, journaled_version)
    values (v_event.id, v_event.tenant_id, p_reference, v_event.version)
    on conflict (event_id) do update
        set journaled_version = greatest(a.journaled_version, excluded.journaled_version),
            journaled_at = excluded.journaled_at,
            reference = coalesce(excluded.reference, a.reference),
            marked_by = 'ehr',
            state = case when a.state = 'failed' then 'sending' else a.state end,
            failure = case when a.state = 'failed' then null else a.failure end
        where a.journaled_version < excluded.journaled_version
           or a.reference is distinct from coalesce(excluded.reference, a.reference)
           or a.marked_by <> 'ehr'
           or a.state = 'failed';
    select state into v_state from ajour.acknowledgement where event_id = p_event;
    return v_state;
end
$$;
comment on function ajour.mark_journaled(bigint, text, integer) is
    'Marks an event as journaled in the EHR, after which JFT is told. Idempotent. p_reference: the EHR''s own reference. p_version: event.version as the EHR read it; if the event has changed since, the call fails with SQLSTATE 40001 and the event must be read again. Returns the state of the acknowledgement';
