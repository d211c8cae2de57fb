-- What an EHR calls. Each runs as its owner and lets the caller at its own tenants' rows only; an event of another tenant
-- does not exist. Calling twice is calling once.

create function ajour.own_event(p_event bigint, p_version integer, out tenant_id smallint, out version integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- First, so that whoever may see no tenant is told that.
    v_tenants smallint[] := ajour.my_tenants();
begin
    -- EHRs that speak of the same event take turns. The row is not locked: an EHR's long transaction would hold up the job.
    -- What is sent is decided by comparing versions.
    perform pg_advisory_xact_lock(hashtext('ajour.event'), hashint8(p_event));
    select e.tenant_id, e.version into own_event.tenant_id, own_event.version
    from ajour.event e where e.id = p_event and e.tenant_id = any (v_tenants);
    if not found then
        raise exception 'There is no event %', p_event
            using errcode = 'no_data_found',
                  hint = 'Use event_id, not the id of the FHIR resource. Events of other tenants cannot be reached.';
    end if;
    if p_version is not null and p_version <> own_event.version then
        raise exception 'Event % is at version %, not %', p_event, own_event.version, p_version
            using errcode = 'serialization_failure',
                  hint = 'The event changed after it was read. Read it again, and go by the new version.';
    end if;
end
$$;
comment on function ajour.own_event(bigint, integer) is
    'Tenant and version of an event of the caller''s; P0002 if there is none, 40001 if it is at another version than was read';

create or replace function ajour.mark_journaled(p_event bigint, p_reference text default null, p_version integer default null)
    returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_event record;
    v_state text;
begin
    select * into v_event from ajour.own_event(p_event, p_version);
    -- First, since the job takes what waits in the same order, and leaves out what is taken.
    delete from ajour.to_journal where event_id = p_event and version <= v_event.version;
    -- One that was refused is tried again, by way of sending, where $status is asked before anything goes out.
    insert into ajour.acknowledgement as a (event_id, tenant_id, reference, journaled_version)
    values (p_event, v_event.tenant_id, p_reference, v_event.version)
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
    -- What was rejected first and journaled after all is journaled.
    delete from ajour.rejection where event_id = p_event and version <= v_event.version;
    select state into v_state from ajour.acknowledgement where event_id = p_event;
    return v_state;
end
$$;
comment on function ajour.mark_journaled(bigint, text, integer) is
    'Marks an event as journaled in the EHR, after which JFT is told. Idempotent. p_reference: the EHR''s own reference. p_version: event.version as the EHR read it; if the event has changed since, the call fails with SQLSTATE 40001 and the event must be read again. P0002 if there is no such event. Returns the state of the acknowledgement';

create function ajour.reject_event(p_event bigint, p_reason text, p_version integer default null) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_event record;
begin
    if coalesce(p_reason, '') !~ '\S' then
        raise exception 'Event % cannot be rejected without a reason', p_event
            using errcode = 'invalid_parameter_value', hint = 'Say why in a few words; no patient''s number in it.';
    end if;
    select * into v_event from ajour.own_event(p_event, p_version);
    -- First: it waits for a job that is taking the event, whose acknowledgement is seen then.
    delete from ajour.to_journal where event_id = p_event and version <= v_event.version;
    if exists (select from ajour.acknowledgement
               where event_id = p_event and journaled_version >= v_event.version) then
        raise exception 'Event % is marked as journaled, and JFT is told so', p_event
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'What is journaled cannot be rejected. Reject an event instead of marking it.';
    end if;
    insert into ajour.rejection as r (event_id, tenant_id, version, reason, rejected_by)
    values (p_event, v_event.tenant_id, v_event.version, left(p_reason, 1000), ajour.caller())
    on conflict (event_id) do update
        set version = excluded.version, reason = excluded.reason,
            rejected_by = excluded.rejected_by, rejected_at = excluded.rejected_at
        where (r.version, r.reason) is distinct from (excluded.version, excluded.reason);
    return found;
end
$$;
comment on function ajour.reject_event(bigint, text, integer) is
    'Says that the EHR will not journal an event, and why: it waits no longer, operators see it, and JFT is told nothing. A newer version waits again. Idempotent: false if it was rejected for the same reason already. mark_journaled takes a rejection back. P0002 if there is no such event, 55000 if it is journaled, 40001 if p_version is not its version';

create function ajour.queue_event(
        p_orgnr text, p_reference text, p_resource jsonb, p_source_system text default null)
    returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenants smallint[] := ajour.my_tenants();
    v_type    text := p_resource ->> 'resourceType';
    v_tenant  smallint;
    v_queued  record;
begin
    select id into v_tenant from ajour.tenant where orgnr = p_orgnr and id = any (v_tenants);
    if not found then
        raise exception 'There is no tenant %', p_orgnr
            using errcode = 'no_data_found', hint = 'Give the organisation number of a tenant that you may see.';
    end if;
    if coalesce(p_reference, '') !~ '\S' or length(p_reference) > 500 then
        raise exception 'An event needs a reference of at most 500 characters'
            using errcode = 'invalid_parameter_value',
                  hint = 'Give the EHR''s own id of the event, by which it is known when it is queued twice.';
    end if;
    if v_type is null or v_type not in ('Bundle', 'Composition', 'MedicationDispense') then
        raise exception 'JFT does not take a resource of type %', coalesce(v_type, 'unknown')
            using errcode = 'invalid_parameter_value', hint = 'It takes Bundle, Composition and MedicationDispense.';
    end if;
    if octet_length(p_resource::text) > 1000000 then
        raise exception 'The resource has % bytes', octet_length(p_resource::text)
            using errcode = 'program_limit_exceeded', hint = 'JFT takes about 1 MB. Send less in one event.';
    end if;
    insert into ajour.outgoing_event (tenant_id, reference, resource_type, resource, source_system, queued_by)
    values (v_tenant, p_reference, v_type, p_resource, p_source_system, ajour.caller())
    on conflict (tenant_id, reference) do nothing
    returning id into v_queued;
    if found then
        return v_queued.id;
    end if;
    select id, resource = p_resource as same into v_queued
    from ajour.outgoing_event where tenant_id = v_tenant and reference = p_reference;
    if not v_queued.same then
        raise exception 'Another event is queued under this reference'
            using errcode = 'unique_violation',
                  hint = 'An event that has been queued cannot be changed. Queue the new one under a new reference.';
    end if;
    return v_queued.id;
end
$$;
comment on function ajour.queue_event(text, text, jsonb, text) is
    'Queues an event to be submitted to JFT by a tenant and returns its id. Idempotent by reference. SQLSTATE 23505 if the reference stands for another event, 22023 if JFT would not take it, 54000 if it is too large, P0002 if there is no such tenant. What became of it is in ajour.outgoing_events';
