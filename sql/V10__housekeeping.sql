-- What housekeeping deletes, and what it must find without reading everything.

-- Rows keep the number of the run that wrote them; the run itself is deleted after a time, and the number outlives it.
alter table ajour.position drop constraint position_run_id_fkey;
alter table ajour.dead_letter drop constraint dead_letter_run_id_fkey;
alter table ajour.patient drop constraint patient_run_id_fkey;
alter table ajour.refresh_request drop constraint refresh_request_run_id_fkey;
alter table ajour.digital_active drop constraint digital_active_run_id_fkey;
alter table ajour.event drop constraint event_run_id_fkey;
alter table ajour.acknowledgement drop constraint acknowledgement_run_id_fkey;
alter table ajour.unfinished_walk drop constraint unfinished_walk_run_id_fkey;
alter table ajour.outgoing_event drop constraint outgoing_event_run_id_fkey;
alter table ajour.health_indicator drop constraint health_indicator_run_id_fkey;
alter table ajour.document drop constraint document_run_id_fkey;
drop index ajour.event_of_run;

-- An event whose resource has been deleted is still known: its id, version and digest say that it is nothing new when JFT
-- gives it again. Once the person is forgotten too it belongs to nobody, and nobody has to find out whose it is.
alter table ajour.event
    alter column resource drop not null,
    add column resource_deleted_at timestamptz,
    drop constraint event_check,
    add constraint event_resource_or_deleted check ((resource is null) = (resource_deleted_at is not null)),
    add constraint event_matched_or_not check (patient_id is null or unmatched is null),
    add constraint event_somebodys_or_unmatched check (num_nonnulls(patient_id, unmatched) > 0 or resource is null);
comment on column ajour.event.resource_deleted_at is
    'When housekeeping deleted the resource, which the EHR had journaled and JFT confirmed; null: it is there';
comment on column ajour.event.unmatched is
    'Why the event has no person; a person who is not on the list is in patient with listed = false. Null beside a null patient_id: the person was forgotten';
alter table ajour.acknowledgement add column purged_version integer;
comment on column ajour.acknowledgement.purged_version is
    'event.version whose resource housekeeping has deleted; null: none';

drop index ajour.event_unmatched;
create index event_unmatched on ajour.event (tenant_id, id) where unmatched is not null;

-- What is old, oldest first. What has been dealt with leaves the index.
create index acknowledgement_purgeable on ajour.acknowledgement (greatest(journaled_at, confirmed_at), event_id)
    where state = 'confirmed' and marked_by = 'ehr' and purged_version is distinct from journaled_version;
create index patient_unlisted_since on ajour.patient (coalesce(delisted_at, synced_at), id) where not listed;
create index dead_letter_closed on ajour.dead_letter (closed_at) where closed_at is not null;
create index dead_letter_payload_stored on ajour.dead_letter_payload (stored_at);
create index run_ended on ajour.run (ended_at) where restart_of is null;
create index run_with_steps on ajour.run (ended_at) where restart_of is null and batch_job_execution_id is not null;
create index run_completed on ajour.run (job, tenant, id desc) where state = 'completed' and kind in ('run', 'restart');
create index batch_job_execution_created on batch.batch_job_execution (create_time);
comment on column ajour.run.batch_job_execution_id is
    'Spring Batch''s execution of its steps; null before the first step, and when housekeeping has deleted them';

create or replace view ajour.events as
select e.id as event_id, t.orgnr, e.patient_id, e.resource_type, e.resource_id, e.version, e.last_updated,
       e.source_system, e.source_client_id, e.source_client_name, e.unmatched, e.received_at, e.changed_at,
       a.state as acknowledgement_state, coalesce(a.journaled_version = e.version, false) as journaled,
       coalesce(r.version = e.version, false) as rejected, e.resource, e.resource_deleted_at
from ajour.event e
join ajour.tenant t on t.id = e.tenant_id
left join ajour.acknowledgement a on a.event_id = e.id
left join ajour.rejection r on r.event_id = e.id;
comment on column ajour.events.patient_id is
    'ajour.patients.patient_id; null: nobody can be found for it, see unmatched, or the person has been forgotten';
comment on column ajour.events.unmatched is
    'Why nobody can be found for it: no-number, several-numbers, invalid-number, refused-number; null: somebody was';
comment on column ajour.events.resource is
    'The FHIR R4 resource as JFT gave it, the person''s number in it included; null: see resource_deleted_at';
comment on column ajour.events.resource_deleted_at is
    'When the resource was deleted here, long after the EHR had journaled it and JFT had confirmed that; null: it is there';

create or replace view ajour.unmatched_events as
select e.id as event_id, t.orgnr, e.patient_id, e.unmatched as reason, e.resource_type, e.resource_id, e.version,
       e.last_updated, e.source_system, e.received_at
from ajour.event e
join ajour.tenant t on t.id = e.tenant_id
where e.unmatched is not null
union all
-- A branch for each reason, so that whoever asks for one reads no other.
select e.id, t.orgnr, e.patient_id, 'not-listed', e.resource_type, e.resource_id, e.version, e.last_updated,
       e.source_system, e.received_at
from ajour.patient p
join ajour.event e on e.patient_id = p.id
join ajour.tenant t on t.id = e.tenant_id
where not p.listed and p.delisted_at is null
union all
select e.id, t.orgnr, e.patient_id, 'delisted', e.resource_type, e.resource_id, e.version, e.last_updated,
       e.source_system, e.received_at
from ajour.patient p
join ajour.event e on e.patient_id = p.id
join ajour.tenant t on t.id = e.tenant_id
where not p.listed and p.delisted_at is not null;
comment on column ajour.acknowledgements.patient_id is
    'ajour.patients.patient_id; null: nobody can be found for the event, or the person has been forgotten';

-- As before, and quick beside a million changes that stay: it begins where the last call came to, and names what it deletes,
-- since the planner takes a comparison of rows for nearly all of them.
create or replace function ajour.forget_changes(p_before timestamptz, p_limit integer default 10000) returns bigint
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as $$
declare
    v_era     bigint := ajour.era();
    v_horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    v_feed    ajour.feed;
    v_last    record;
    v_gone    bigint;
begin
    -- One at a time, or the mark could move back.
    select * into v_feed from ajour.feed for update;
    -- Forgotten up to a place in the order, so that no gap is left behind a cursor that still counts.
    select era, xid, id into v_last
    from (select era, xid, id, changed_at from ajour.change
          where (era, xid, id) > (coalesce(v_feed.pruned_era, -1), coalesce(v_feed.pruned_xid, '0'), coalesce(v_feed.pruned_id, 0))
            and (era < v_era or xid < v_horizon)
          order by era, xid, id limit p_limit) as oldest
    where changed_at < p_before
    order by era desc, xid desc, id desc
    limit 1;
    if not found then
        return 0;
    end if;
    update ajour.feed set pruned_era = v_last.era, pruned_xid = v_last.xid, pruned_id = v_last.id;
    delete from ajour.change c
    using (select era, xid, id from ajour.change
           where (era, xid, id) > (coalesce(v_feed.pruned_era, -1), coalesce(v_feed.pruned_xid, '0'), coalesce(v_feed.pruned_id, 0))
             and (era < v_era or xid < v_horizon)
           order by era, xid, id limit p_limit) as oldest
    where (c.era, c.xid, c.id) = (oldest.era, oldest.xid, oldest.id)
      and (oldest.era, oldest.xid, oldest.id) <= (v_last.era, v_last.xid, v_last.id);
    get diagnostics v_gone = row_count;
    return v_gone;
end
$$;
