-- The change feed: what changed in the views since a cursor.
--
-- Every change is a row of ajour.change, written by a trigger in the transaction that makes it, under that transaction's id.
-- Rows are told in the order (era, xid, id), and only those whose transaction is older than every transaction that is still
-- open. So whatever commits later, however late, comes later in the order: a cursor that has passed a row has passed all
-- that will ever stand before it. A number from a sequence cannot promise that.
--
-- Transaction ids count on for as long as a server goes on from its own past. After a fail-over that lost transactions, a
-- restore or a new cluster they may begin again below a cursor that a consumer keeps. Each such beginning has its own
-- timeline or system identifier, and is a new era, which comes after all eras before it.

create table ajour.change (
    era        bigint not null,
    xid        xid8 not null default pg_current_xact_id(),
    id         bigint generated always as identity,
    kind       text not null,
    tenant_id  smallint not null,
    key        bigint not null,
    patient_id bigint,
    deleted    boolean not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (era, xid, id)
);
create index change_of_tenant on ajour.change (tenant_id, era, xid, id);
comment on table ajour.change is 'What changed in the views, a row a change. Only triggers write here';
comment on column ajour.change.era is 'Which history of this database it belongs to: a fail-over, a restore or a new cluster begins one, with a higher number';
comment on column ajour.change.xid is 'Transaction that made the change';
comment on column ajour.change.kind is 'Name of the view';
comment on column ajour.change.key is 'What the view knows the row by: an id of an event, a patient, a document...';

create table ajour.feed (
    only_row   boolean primary key default true check (only_row),
    era        bigint not null,
    history    text not null,
    pruned_era bigint,
    pruned_xid xid8,
    pruned_id  bigint
);
comment on table ajour.feed is 'Where the change feed stands; one row';
comment on column ajour.feed.history is 'System identifier and timeline of the server when the era began';
comment on column ajour.feed.pruned_id is 'With era and xid: the last change that is told no more; null if all are';

-- A standby has no timeline to tell, and writes nothing: it reads the era of its primary.
create function ajour.history() returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select (select system_identifier from pg_control_system())
           || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
$$;
comment on function ajour.history() is 'Which history of the database the server is writing: system identifier and timeline';

-- Rows that were there before the feed are not in it: whoever begins must read the views first.
insert into ajour.feed (era, history, pruned_era, pruned_xid, pruned_id)
select 1, ajour.history(), case when filled then 0 end, case when filled then '0'::xid8 end, case when filled then 0 end
from (select exists (select from ajour.patient) as filled) as base;

-- Known to all who write at the same time, though none has written it down yet. It differs between two servers that were made
-- of the same backup; a standby may have been started before the era that it goes on from.
create function ajour.era() returns bigint
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_feed    record;
    v_started bigint := extract(epoch from pg_postmaster_start_time());
begin
    select era, history into v_feed from ajour.feed;
    if pg_is_in_recovery() then
        return greatest(v_feed.era, (select max(era) from ajour.change));
    elsif v_feed.history = ajour.history() then
        return v_feed.era;
    end if;
    return greatest(v_feed.era + 1 + v_started % 1000, v_started, (select max(era) from ajour.change));
end
$$;
comment on function ajour.era() is 'The era of changes that are made now';

create function ajour.current_era() returns bigint
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_era     bigint;
    v_history text := ajour.history();
begin
    select era into v_era from ajour.feed where history = v_history;
    if found then
        return v_era;
    end if;
    v_era := ajour.era();
    -- Written down by one; nobody waits for that one.
    perform from ajour.feed where history <> v_history for update skip locked;
    if found then
        update ajour.feed set era = v_era, history = v_history;
    end if;
    return v_era;
end
$$;
comment on function ajour.current_era() is 'The same, to write under it';

-- One function a table. What only says that a row was looked at again, such as synced_at, is no change.

create function ajour.note_patients() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'patients', n.tenant_id, n.id, n.id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'patients', n.tenant_id, n.id, n.id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (id)
        where (n.nin, n.listed, n.listed_at, n.delisted_at)
            is distinct from (o.nin, o.listed, o.listed_at, o.delisted_at);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'patients', o.tenant_id, o.id, o.id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'patients');
    end if;
    return null;
end
$$;
create trigger patient_added_noted after insert on ajour.patient
    referencing new table as new_rows for each statement execute function ajour.note_patients();
create trigger patient_changed_noted after update on ajour.patient
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_patients();
create trigger patient_deleted_noted after delete on ajour.patient
    referencing old table as old_rows for each statement execute function ajour.note_patients();

create function ajour.note_digital_active_status() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'digital_active_status', n.tenant_id, n.patient_id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'digital_active_status', n.tenant_id, n.patient_id, n.patient_id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (patient_id, area)
        where (n.active_self, n.active_via_others, n.proxy_granted)
            is distinct from (o.active_self, o.active_via_others, o.proxy_granted);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'digital_active_status', o.tenant_id, o.patient_id, o.patient_id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'digital_active_status');
    end if;
    return null;
end
$$;
create trigger digital_active_added_noted after insert on ajour.digital_active
    referencing new table as new_rows for each statement execute function ajour.note_digital_active_status();
create trigger digital_active_changed_noted after update on ajour.digital_active
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_digital_active_status();
create trigger digital_active_deleted_noted after delete on ajour.digital_active
    referencing old table as old_rows for each statement execute function ajour.note_digital_active_status();

create function ajour.note_events() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'events', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'events', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'events', o.tenant_id, o.id, o.patient_id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'events');
    end if;
    return null;
end
$$;
create trigger event_added_noted after insert on ajour.event
    referencing new table as new_rows for each statement execute function ajour.note_events();
create trigger event_changed_noted after update on ajour.event
    referencing new table as new_rows
    for each statement execute function ajour.note_events();
create trigger event_deleted_noted after delete on ajour.event
    referencing old table as old_rows for each statement execute function ajour.note_events();

create function ajour.note_acknowledgements() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'acknowledgements', n.tenant_id, n.event_id, e.patient_id, false
        from ajour.current_era() as era, new_rows n left join ajour.event e on e.id = n.event_id;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'acknowledgements', n.tenant_id, n.event_id, e.patient_id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (event_id) left join ajour.event e on e.id = n.event_id
        where (n.state, n.reference, n.marked_by, n.journaled_version, n.journaled_at, n.accepted_at, n.status_journaled, n.confirmed_at, n.failure)
            is distinct from (o.state, o.reference, o.marked_by, o.journaled_version, o.journaled_at, o.accepted_at, o.status_journaled, o.confirmed_at, o.failure);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'acknowledgements', o.tenant_id, o.event_id, e.patient_id, true
        from ajour.current_era() as era, old_rows o left join ajour.event e on e.id = o.event_id;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'acknowledgements');
    end if;
    return null;
end
$$;
create trigger acknowledgement_added_noted after insert on ajour.acknowledgement
    referencing new table as new_rows for each statement execute function ajour.note_acknowledgements();
create trigger acknowledgement_changed_noted after update on ajour.acknowledgement
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_acknowledgements();
create trigger acknowledgement_deleted_noted after delete on ajour.acknowledgement
    referencing old table as old_rows for each statement execute function ajour.note_acknowledgements();

create function ajour.note_rejected_events() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'rejected_events', n.tenant_id, n.event_id, e.patient_id, false
        from ajour.current_era() as era, new_rows n left join ajour.event e on e.id = n.event_id;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'rejected_events', n.tenant_id, n.event_id, e.patient_id, false
        from ajour.current_era() as era, new_rows n left join ajour.event e on e.id = n.event_id;
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'rejected_events', o.tenant_id, o.event_id, e.patient_id, true
        from ajour.current_era() as era, old_rows o left join ajour.event e on e.id = o.event_id;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'rejected_events');
    end if;
    return null;
end
$$;
create trigger rejection_added_noted after insert on ajour.rejection
    referencing new table as new_rows for each statement execute function ajour.note_rejected_events();
create trigger rejection_changed_noted after update on ajour.rejection
    referencing new table as new_rows
    for each statement execute function ajour.note_rejected_events();
create trigger rejection_deleted_noted after delete on ajour.rejection
    referencing old table as old_rows for each statement execute function ajour.note_rejected_events();

create function ajour.note_documents() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'documents', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'documents', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (id)
        where (n.reference, n.content_type, n.content_length, n.content_sha256, n.content_file, n.retrieved_at, n.gone_at)
            is distinct from (o.reference, o.content_type, o.content_length, o.content_sha256, o.content_file, o.retrieved_at, o.gone_at);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'documents', o.tenant_id, o.id, o.patient_id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'documents');
    end if;
    return null;
end
$$;
create trigger document_added_noted after insert on ajour.document
    referencing new table as new_rows for each statement execute function ajour.note_documents();
create trigger document_changed_noted after update on ajour.document
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_documents();
create trigger document_deleted_noted after delete on ajour.document
    referencing old table as old_rows for each statement execute function ajour.note_documents();

create function ajour.note_health_indicators() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'health_indicators', n.tenant_id, n.patient_id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'health_indicators', n.tenant_id, n.patient_id, n.patient_id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (patient_id)
        where (n.status, n.status_text, n.critical_info_changed_at, n.critical_info, n.locks, n.has_blocked_personnel, n.has_locked_prescriptions, n.has_medicines)
            is distinct from (o.status, o.status_text, o.critical_info_changed_at, o.critical_info, o.locks, o.has_blocked_personnel, o.has_locked_prescriptions, o.has_medicines);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'health_indicators', o.tenant_id, o.patient_id, o.patient_id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'health_indicators');
    end if;
    return null;
end
$$;
create trigger health_indicator_added_noted after insert on ajour.health_indicator
    referencing new table as new_rows for each statement execute function ajour.note_health_indicators();
create trigger health_indicator_changed_noted after update on ajour.health_indicator
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_health_indicators();
create trigger health_indicator_deleted_noted after delete on ajour.health_indicator
    referencing old table as old_rows for each statement execute function ajour.note_health_indicators();

create function ajour.note_outgoing_events() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'outgoing_events', n.tenant_id, n.id, null::bigint, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'outgoing_events', n.tenant_id, n.id, null::bigint, false
        from ajour.current_era() as era, new_rows n join old_rows o using (id)
        where (n.state, n.resource_id, n.registered_at, n.failure)
            is distinct from (o.state, o.resource_id, o.registered_at, o.failure);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'outgoing_events', o.tenant_id, o.id, null::bigint, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'outgoing_events');
    end if;
    return null;
end
$$;
create trigger outgoing_event_added_noted after insert on ajour.outgoing_event
    referencing new table as new_rows for each statement execute function ajour.note_outgoing_events();
create trigger outgoing_event_changed_noted after update on ajour.outgoing_event
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_outgoing_events();
create trigger outgoing_event_deleted_noted after delete on ajour.outgoing_event
    referencing old table as old_rows for each statement execute function ajour.note_outgoing_events();

-- A cursor is era-xid-id of the last change that a consumer has had; everything before it has been told.
create function ajour.cursor_parts(p_cursor text, out era bigint, out xid xid8, out id bigint)
    language plpgsql immutable
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_parts text[] := regexp_match(p_cursor, '^([0-9]{1,15})-([0-9]{1,19})-([0-9]{1,18})$');
begin
    if v_parts is null then
        raise exception 'This is no cursor of ajour.changes'
            using errcode = 'invalid_cursor_name',
                  hint = 'Give the cursor of the last change that was handled, null for the first call, or what ajour.newest_cursor() gave.';
    end if;
    era := v_parts[1];
    xid := v_parts[2];
    id := v_parts[3];
end
$$;

create function ajour.newest_cursor() returns text
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select ajour.era() || '-' || pg_snapshot_xmin(pg_current_snapshot()) || '-0'
$$;
comment on function ajour.newest_cursor() is
    'Where the change feed stands now. To begin: keep this, then read the views in full, then follow ajour.changes from here';

create function ajour.changes(p_after text default null, p_limit integer default 1000)
    returns table (cursor text, kind text, id bigint, patient_id bigint, orgnr text, deleted boolean, changed_at timestamptz)
    language plpgsql stable security definer parallel restricted
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    v_every   boolean := ajour.sees_every_tenant();
    v_many    boolean;
    v_tenants smallint[] := ajour.my_tenants();
    v_health  boolean := ajour.may_read_health_indicators();
    v_era     bigint := ajour.era();
    v_horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    v_feed    ajour.feed;
    v_after   record;
begin
    if p_limit is null or p_limit not between 1 and 100000 then
        raise exception 'The limit is %, not between 1 and 100000', coalesce(p_limit::text, 'null')
            using errcode = 'invalid_parameter_value', hint = 'Call again while a call gives as many rows as the limit.';
    end if;
    select * into v_feed from ajour.feed;
    if p_after is null then
        select -1::bigint as era, '0'::xid8 as xid, 0::bigint as id into v_after;
    else
        select * into v_after from ajour.cursor_parts(p_after);
    end if;
    if (v_after.era, v_after.xid, v_after.id) < (v_feed.pruned_era, v_feed.pruned_xid, v_feed.pruned_id) then
        raise exception 'Changes after this cursor are kept no more'
            using errcode = 'invalid_cursor_state',
                  hint = 'Keep ajour.newest_cursor(), read the views in full, and follow the changes from there.';
    end if;
    -- A change that was told and is not there was lost by a fail-over or a restore, and others with it. What newest_cursor
    -- gave is no change, and can only be compared with what has been so far.
    if v_after.era > v_era
       or v_after.era = v_era and v_after.xid > pg_snapshot_xmax(pg_current_snapshot())
       or v_after.id > 0
          and (v_after.era, v_after.xid, v_after.id)
              is distinct from (v_feed.pruned_era, v_feed.pruned_xid, v_feed.pruned_id)
          and not exists (select from ajour.change
                          where (era, xid, id) = (v_after.era, v_after.xid, v_after.id)) then
        raise exception 'This database does not know the cursor'
            using errcode = 'invalid_cursor_state',
                  hint = 'The database has lost changes, by a fail-over or a restore. Keep ajour.newest_cursor(), read the views in full, and follow the changes from there.';
    end if;
    -- Nothing of an earlier era is open: a transaction that has notified cannot be prepared to outlive its server.
    v_many := 10 * cardinality(v_tenants) > (select count(*) from ajour.tenant);
    if v_every or v_many then
        return query
            select c.era || '-' || c.xid || '-' || c.id, c.kind, c.key, c.patient_id, t.orgnr, c.deleted, c.changed_at
            from (select * from ajour.change
                  where (era, xid, id) > (v_after.era, v_after.xid, v_after.id)
                    and (era < v_era or xid < v_horizon)
                    and (v_every or tenant_id = any (v_tenants))
                    and (v_health or kind <> 'health_indicators')
                  order by era, xid, id
                  limit p_limit) as c
            left join ajour.tenant t on t.id = c.tenant_id
            order by c.era, c.xid, c.id;
    else
        -- Each tenant's own changes in order, or a tenant that is quiet would read through what all others do. An equation
        -- of tenant_id would let the planner think that the primary key gives that order as well.
        return query
            select c.era || '-' || c.xid || '-' || c.id, c.kind, c.key, c.patient_id, t.orgnr, c.deleted, c.changed_at
            from ajour.tenant t
            cross join lateral (select * from ajour.change
                                where (tenant_id, era, xid, id) > (t.id, v_after.era, v_after.xid, v_after.id)
                                  and tenant_id <= t.id
                                  and (era < v_era or xid < v_horizon)
                                  and (v_health or kind <> 'health_indicators')
                                order by tenant_id, era, xid, id
                                limit p_limit) as c
            where t.id = any (v_tenants)
            order by c.era, c.xid, c.id
            limit p_limit;
    end if;
end
$$;
comment on function ajour.changes(text, integer) is
    'What has changed in the views since a cursor, oldest first; null: since the feed began. Keep the cursor of the last row; no row means that nothing new can be told yet. A change of a transaction that is open, or began before one that is open, is told later. kind is the view and id its key; deleted: the row is gone. SQLSTATE 24000 if the cursor is older than what is kept, or of a change that the database has lost, 34000 if it is none. NOTIFY ajour_changes is sent with the view''s name when there may be something to read';

-- Health indicators are for those alone who have been let in by a role of their own.
create function ajour.may_read_health_indicators() returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_caller name := ajour.caller();
begin
    return exists (select from pg_roles
                   where rolname in ('ajour_owner', 'ajour_operator', 'ajour_health_indicators')
                     and pg_has_role(v_caller, oid, 'usage'));
end
$$;

create function ajour.forget_changes(p_before timestamptz, p_limit integer default 10000) returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_era  bigint := ajour.era();
    v_last record;
begin
    -- One at a time, or the mark could move back.
    perform from ajour.feed for update;
    -- Forgotten up to a place in the order, so that no gap is left behind a cursor that still counts.
    select era, xid, id into v_last
    from (select era, xid, id, changed_at from ajour.change
          where era < v_era or xid < pg_snapshot_xmin(pg_current_snapshot())
          order by era, xid, id limit p_limit) as oldest
    where changed_at < p_before
    order by era desc, xid desc, id desc
    limit 1;
    if not found then
        return 0;
    end if;
    update ajour.feed set pruned_era = v_last.era, pruned_xid = v_last.xid, pruned_id = v_last.id;
    with gone as (
        delete from ajour.change where (era, xid, id) <= (v_last.era, v_last.xid, v_last.id) returning 1
    )
    select count(*) into v_last from gone;
    return v_last.count;
end
$$;
comment on function ajour.forget_changes(timestamptz, integer) is
    'Forgets the oldest changes, those made before a time, at most so many at once; returns how many. A consumer whose cursor is older is told so';

create function ajour.feed_held_back(out since timestamptz, out process integer, out role name, out database name)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_era bigint := ajour.era();
begin
    if pg_is_in_recovery() then
        return;
    end if;
    select changed_at into since from ajour.change
    where era = v_era and xid >= pg_snapshot_xmin(pg_current_snapshot())
    order by era, xid, id limit 1;
    -- Its own id is the last that a transaction gets; those of other databases count as well.
    select l.pid, a.usename, a.datname into process, role, database
    from pg_locks l
    left join pg_stat_activity a using (pid)
    where since is not null and l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
      and l.transactionid::text = (pg_snapshot_xmin(pg_current_snapshot())::text::numeric % 4294967296)::text
    limit 1;
end
$$;
comment on function ajour.feed_held_back() is
    'Since when committed changes wait to be told, and the process, role and database of the oldest open transaction, which holds them back; all null if none waits. A process of null is a prepared transaction';
