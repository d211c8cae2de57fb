-- When a job last asked an API about a patient, for the jobs whose answer may be nothing that is kept.
create table ajour.asked (
    job         text not null,
    patient_id  bigint not null references ajour.patient on delete cascade,
    tenant_id   smallint not null,
    asked_at    timestamptz not null,
    primary key (job, patient_id)
);
create index asked_of_patient on ajour.asked (patient_id);
comment on table ajour.asked is 'When a job last asked an API about a patient, whatever came of it';

-- JFT may give an event a new lastUpdated when it is acknowledged. EHRs are told, as of every change in the view; jobs that ask
-- other APIs about patients to whom something has happened are not to take it for news.
alter table ajour.change add column same_content boolean not null default false;
comment on column ajour.change.same_content is
    'An event whose version and patient stayed as they were: only its lastUpdated, or what is kept of it, is another';

create or replace function ajour.note_events() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'events', n.tenant_id, n.id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted, same_content)
        select era, 'events', n.tenant_id, n.id, n.patient_id, false,
               n.version = o.version and n.patient_id is not distinct from o.patient_id
        from ajour.current_era() as era, new_rows n join old_rows o using (id);
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
drop trigger event_changed_noted on ajour.event;
create trigger event_changed_noted after update on ajour.event
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_events();
