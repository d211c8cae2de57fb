-- What the job outgoing-events needs: the event word for word as the EHR queued it, a name by which an event is known at JFT
-- although the answer was lost, and an end for those that are withdrawn, corrected or done with.

alter table ajour.outgoing_event
    add column body text,
    add column is_json boolean not null default true,
    add column patient_id bigint references ajour.patient,
    add column stable_key bytea,
    add column added_identifier text check (added_identifier like 'urn:uuid:%'),
    add column failed_ids text[] not null default '{}',
    add column resend boolean not null default false,
    add column checked_at timestamptz,
    add column next_status_at timestamptz,
    add column closed_at timestamptz,
    add column cause text,
    add column resource_deleted_at timestamptz,
    drop constraint outgoing_event_state_check,
    add constraint outgoing_event_state_check
        check (state in ('queued', 'sending', 'unclear', 'accepted', 'registered', 'refused', 'withdrawn'));
update ajour.outgoing_event set body = resource::text;
alter table ajour.outgoing_event
    add constraint outgoing_event_body_or_deleted check ((body is null) = (resource_deleted_at is not null));
comment on column ajour.outgoing_event.body is 'The resource word for word as it was queued; null once it has been deleted';
comment on column ajour.outgoing_event.is_json is 'Whether the body can be shown as jsonb';
comment on column ajour.outgoing_event.patient_id is 'Its subject, if one is found on the tenant''s list when the event is checked';
comment on column ajour.outgoing_event.stable_key is
    'SHA-256 of the identifier by which the event is known at JFT whatever becomes of the answer; null: not checked yet';
comment on column ajour.outgoing_event.added_identifier is
    'The identifier that was added to what is sent, the resource having none (urn:ietf:rfc:3986)';
comment on column ajour.outgoing_event.failed_ids is 'Ids in JFT of earlier tries that JFT then failed to process';
comment on column ajour.outgoing_event.resend is 'An operator has it looked for once more, and sent again if it is not found';
comment on column ajour.outgoing_event.checked_at is 'When it was found fit to be sent; null: not yet';
comment on column ajour.outgoing_event.closed_at is 'When it was registered, refused or withdrawn; null: it is under way';
comment on column ajour.outgoing_event.cause is 'The code of why it was refused or is unclear';
comment on column ajour.outgoing_event.resource_deleted_at is 'When housekeeping deleted the body; null: it is there';

create or replace view ajour.outgoing_events as
select o.id as outgoing_event_id, t.orgnr, o.reference, o.resource_type, o.state, o.queued_by, o.queued_at, o.accepted_at,
       o.registered_at, o.resource_id, o.attempts, o.failure, case when o.is_json then o.body::jsonb end as resource,
       o.patient_id, o.source_system, o.cause, o.sending_at as sent_at, o.closed_at, o.body as resource_text,
       o.resource_deleted_at
from ajour.outgoing_event o
join ajour.tenant t on t.id = o.tenant_id;
comment on column ajour.outgoing_events.state is
    'queued; sending: sent, or on the way; unclear: sent, and it cannot be found out whether JFT has it, an operator decides; accepted: JFT answered 202; registered: JFT has it; refused: it was not sent, or JFT will not take it; withdrawn by withdraw_event';
comment on column ajour.outgoing_events.failure is 'Why it was refused, or is unclear; null unless it is';
comment on column ajour.outgoing_events.resource is
    'The FHIR R4 resource as it was queued; null if it is no JSON, or see resource_deleted_at';
comment on column ajour.outgoing_events.patient_id is
    'ajour.patients.patient_id of its subject; null: not checked yet, not on the list, or the person has been forgotten';
comment on column ajour.outgoing_events.source_system is 'Sent as nhn-source-system; null: the setting of the installation';
comment on column ajour.outgoing_events.cause is 'Code of the reason in failure; null unless it was refused or is unclear';
comment on column ajour.outgoing_events.sent_at is 'When it was last taken to be sent; null: not yet';
comment on column ajour.outgoing_events.closed_at is 'When it was registered, refused or withdrawn; null: it is under way';
comment on column ajour.outgoing_events.resource_text is 'The resource word for word as it was queued; null: see resource_deleted_at';
comment on column ajour.outgoing_events.resource_deleted_at is
    'When the resource was deleted here, long after closed_at or with its person; null: it is there';
alter table ajour.outgoing_event drop column resource;

drop index ajour.outgoing_event_open;
create index outgoing_event_open on ajour.outgoing_event (tenant_id, state, id)
    where state in ('queued', 'sending', 'accepted', 'unclear');
create index outgoing_event_of_patient on ajour.outgoing_event (patient_id) where patient_id is not null;
create index outgoing_event_at_jft on ajour.outgoing_event (tenant_id, resource_id) where resource_id is not null;
create index outgoing_event_unsure on ajour.outgoing_event (tenant_id, stable_key)
    where resource_id is null and state in ('sending', 'unclear', 'accepted');
create index outgoing_event_to_ask on ajour.outgoing_event (tenant_id, next_status_at) where next_status_at is not null;
create index outgoing_event_purgeable on ajour.outgoing_event (closed_at, id)
    where closed_at is not null and resource_deleted_at is null;

create or replace function ajour.note_outgoing_events() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'outgoing_events', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'outgoing_events', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (id)
        where (n.state, n.resource_id, n.registered_at, n.failure, n.patient_id, n.resource_deleted_at)
            is distinct from (o.state, o.resource_id, o.registered_at, o.failure, o.patient_id, o.resource_deleted_at);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'outgoing_events', o.tenant_id, o.id, o.patient_id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'outgoing_events');
    end if;
    return null;
end
$$;

-- What PostgreSQL says of a text that is no JSON quotes it, and is not told.
create function ajour.is_json(p_text text) returns boolean
    language plpgsql immutable
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform p_text::jsonb;
    return true;
exception
    when others then
        return false;
end
$$;
comment on function ajour.is_json(text) is 'Whether a text can be had as jsonb';

create function ajour.queue_event_text(
        p_orgnr text, p_reference text, p_resource_type text, p_resource text, p_source_system text default null)
    returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenants smallint[] := ajour.my_tenants();
    v_tenant  smallint;
    v_queued  record;
    v_is_json boolean;
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
    if p_resource_type is null or p_resource_type not in ('Bundle', 'Composition', 'MedicationDispense') then
        raise exception 'JFT does not take a resource of that type'
            using errcode = 'invalid_parameter_value', hint = 'It takes Bundle, Composition and MedicationDispense.';
    end if;
    if coalesce(p_resource, '') !~ '\S' then
        raise exception 'There is no resource' using errcode = 'invalid_parameter_value';
    end if;
    if octet_length(convert_to(p_resource, 'UTF8')) > 1000000 then
        raise exception 'The resource has % bytes', octet_length(convert_to(p_resource, 'UTF8'))
            using errcode = 'program_limit_exceeded', hint = 'JFT takes about 1 MB. Send less in one event.';
    end if;
    v_is_json := ajour.is_json(p_resource);
    insert into ajour.outgoing_event (tenant_id, reference, resource_type, body, is_json, source_system, queued_by)
    values (v_tenant, p_reference, p_resource_type, p_resource, v_is_json, p_source_system, ajour.caller())
    on conflict (tenant_id, reference) do nothing
    returning id into v_queued;
    if found then
        return v_queued.id;
    end if;
    select id, resource_type, body, is_json into v_queued
    from ajour.outgoing_event where tenant_id = v_tenant and reference = p_reference;
    -- What has been deleted cannot be compared any more, and was queued all the same.
    if v_queued.resource_type <> p_resource_type
       or v_queued.body is not null and v_queued.body <> p_resource
          and not (case when v_queued.is_json and v_is_json then v_queued.body::jsonb = p_resource::jsonb else false end) then
        raise exception 'Another event is queued under this reference'
            using errcode = 'unique_violation',
                  hint = 'Queue a new event under a new reference. One that was refused or withdrawn is put right with correct_event.';
    end if;
    return v_queued.id;
end
$$;
comment on function ajour.queue_event_text(text, text, text, text, text) is
    'As queue_event, and stores and sends the resource word for word: signatures over its text hold, and what is wrong with its JSON is told in the row. p_resource_type is Bundle, Composition or MedicationDispense';

create or replace function ajour.queue_event(
        p_orgnr text, p_reference text, p_resource jsonb, p_source_system text default null)
    returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return ajour.queue_event_text(
        p_orgnr, p_reference, coalesce(p_resource ->> 'resourceType', 'unknown'), p_resource::text, p_source_system);
end
$$;
comment on function ajour.queue_event(text, text, jsonb, text) is
    'Queues an event to be submitted to JFT by a tenant and returns its id. Idempotent by reference. SQLSTATE 23505 if the reference stands for another event, 22023 if JFT would not take it, 54000 if it is too large, P0002 if there is no such tenant. What became of it is in ajour.outgoing_events. jsonb keeps the content and not the text: see queue_event_text';

create function ajour.own_outgoing_event(p_event bigint) returns ajour.outgoing_event
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenants smallint[] := ajour.my_tenants();
    v_event   ajour.outgoing_event;
begin
    -- Locked, and only for as long as the caller's transaction: the job leaves out what is locked, or waits.
    select * into v_event from ajour.outgoing_event where id = p_event and tenant_id = any (v_tenants) for update;
    if not found then
        raise exception 'There is no outgoing event %', p_event
            using errcode = 'no_data_found', hint = 'Use what queue_event returned. Events of other tenants cannot be reached.';
    end if;
    return v_event;
end
$$;
comment on function ajour.own_outgoing_event(bigint) is
    'An outgoing event of the caller''s, locked; P0002 if there is none';

create function ajour.close_outgoing_letter(p_tenant smallint, p_event bigint) returns void
    language sql
    set search_path = pg_catalog, pg_temp
as $$
    update ajour.dead_letter set state = 'obsolete', closed_at = clock_timestamp()
    where job = 'outgoing-events' and tenant = (select orgnr from ajour.tenant where id = p_tenant)
      and record = 'outgoing event ' || p_event and state in ('unresolved', 'retrying')
$$;
comment on function ajour.close_outgoing_letter(smallint, bigint) is 'Closes the dead letter of an event that the EHR took over';

create function ajour.withdraw_event(p_event bigint) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_event ajour.outgoing_event := ajour.own_outgoing_event(p_event);
begin
    if v_event.state = 'withdrawn' then
        return false;
    end if;
    -- One that was refused by JFT after it had taken it is not at JFT as an event, and may go too.
    if v_event.state not in ('queued', 'refused') then
        raise exception 'Outgoing event % is %, and cannot be withdrawn', p_event, v_event.state
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'JFT has it, or may have it. Submit another event that corrects it.';
    end if;
    update ajour.outgoing_event
    set state = 'withdrawn', failure = null, cause = null, closed_at = clock_timestamp()
    where id = p_event;
    perform ajour.close_outgoing_letter(v_event.tenant_id, p_event);
    return true;
end
$$;
comment on function ajour.withdraw_event(bigint) is
    'Takes an event back that is queued or was refused; false if it was withdrawn already. P0002 if there is none, 55000 if it has been sent or may have been';

create function ajour.correct_event(p_event bigint, p_resource text) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_event ajour.outgoing_event := ajour.own_outgoing_event(p_event);
begin
    if coalesce(p_resource, '') !~ '\S' then
        raise exception 'There is no resource' using errcode = 'invalid_parameter_value';
    end if;
    if octet_length(convert_to(p_resource, 'UTF8')) > 1000000 then
        raise exception 'The resource has % bytes', octet_length(convert_to(p_resource, 'UTF8'))
            using errcode = 'program_limit_exceeded', hint = 'JFT takes about 1 MB. Send less in one event.';
    end if;
    if v_event.state = 'queued' and v_event.body = p_resource then
        return false;
    end if;
    if v_event.state not in ('queued', 'refused', 'withdrawn') then
        raise exception 'Outgoing event % is %, and cannot be corrected here', p_event, v_event.state
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'JFT has it, or may have it. Submit another event that corrects it.';
    end if;
    update ajour.outgoing_event
    set state = 'queued', body = p_resource, is_json = ajour.is_json(p_resource), resource_deleted_at = null,
        patient_id = null, stable_key = null, added_identifier = null, checked_at = null, sending_at = null,
        accepted_at = null, location = null, resource_id = null, next_status_at = null, closed_at = null,
        failed_ids = case when resource_id is null then failed_ids else failed_ids || resource_id end,
        resend = false, failure = null, cause = null, queued_by = ajour.caller(), queued_at = clock_timestamp()
    where id = p_event;
    perform ajour.close_outgoing_letter(v_event.tenant_id, p_event);
    return true;
end
$$;
comment on function ajour.correct_event(bigint, text) is
    'Queues a refused, withdrawn or still queued event anew with another resource of the same type, under the same id and reference; false if it is queued with that very text. P0002 if there is none, 55000 if it has been sent or may have been, 54000 if it is too large';
