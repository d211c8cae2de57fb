-- What an EHR writes and what it waits for: which tenants it may see, the events it has yet to journal, those it rejects,
-- those it submits. And the tables of what is asked for beside events: documents and health indicators.

create table ajour.consumer_tenant (
    consumer   text not null,
    orgnr      text not null check (orgnr ~ '^[0-9]{9}$' or orgnr = 'every'),
    granted_at timestamptz not null default clock_timestamp(),
    primary key (consumer, orgnr)
);
comment on table ajour.consumer_tenant is 'Which tenants'' rows the members of a database role may see';
comment on column ajour.consumer_tenant.orgnr is 'Organisation number of a tenant, which may be unknown yet; every: all of them';

-- Whom the caller sees is decided by the role of the session, not by current_user, which inside a function that runs as its
-- owner is the owner. SET ROLE counts: it asks for membership, and no such function may do it.
create function ajour.caller() returns name
    language sql stable parallel restricted
    set search_path = pg_catalog, pg_temp
as $$
    select case current_setting('role') when 'none' then session_user else current_setting('role')::name end
$$;
comment on function ajour.caller() is 'The role that the session acts as';

create function ajour.granted_tenants() returns text[]
    language plpgsql stable security definer parallel restricted
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_caller  name := ajour.caller();
    v_granted text[];
begin
    if exists (select from pg_roles
               where (rolname in ('ajour_owner', 'ajour_operator')
                      or oid = (select nspowner from pg_namespace where nspname = 'ajour'))
                 and pg_has_role(v_caller, oid, 'usage')) then
        return array['every'];
    end if;
    select array_agg(distinct c.orgnr) into v_granted
    from ajour.consumer_tenant c
    join pg_roles r on r.rolname = c.consumer and pg_has_role(v_caller, r.oid, 'usage');
    if v_granted is null then
        raise exception 'No tenant may be seen by role %', v_caller
            using errcode = 'insufficient_privilege',
                  hint = format('An operator grants them: select ajour.grant_tenant(%L, ''<orgnr>'')', v_caller);
    end if;
    return v_granted;
end
$$;
comment on function ajour.granted_tenants() is
    'Organisation numbers of the tenants whose rows the caller may see, or every; SQLSTATE 42501 if none has been granted';

create function ajour.sees_every_tenant() returns boolean
    language sql stable parallel restricted
    set search_path = pg_catalog, pg_temp
as $$
    select 'every' = any (ajour.granted_tenants())
$$;
comment on function ajour.sees_every_tenant() is 'Whether the caller may see the rows of all tenants';

create function ajour.my_tenants() returns smallint[]
    language sql stable security definer parallel restricted
    set search_path = pg_catalog, pg_temp
as $$
    -- Materialized, or it would be asked for each row.
    with caller as materialized (select ajour.granted_tenants() as granted)
    select coalesce(array_agg(id), '{}') from ajour.tenant, caller
    where 'every' = any (granted) or orgnr = any (granted)
$$;
comment on function ajour.my_tenants() is 'The tenants (tenant.id) whose rows the caller may see';

create function ajour.grant_tenant(p_consumer text, p_orgnr text default 'every', p_why text default null) returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from pg_roles where rolname = p_consumer) then
        raise exception 'There is no role %', p_consumer
            using errcode = 'undefined_object',
                  hint = 'Create it first: create role ... login in role ajour_consumer.';
    end if;
    insert into ajour.consumer_tenant (consumer, orgnr) values (p_consumer, p_orgnr) on conflict do nothing;
    insert into ajour.operator_action (operator, action, subject, why)
    values (session_user, 'grant tenant', jsonb_build_object('consumer', p_consumer, 'tenant', p_orgnr), p_why);
end
$$;
comment on function ajour.grant_tenant(text, text, text) is
    'Lets a role and its members see a tenant, named by its organisation number, or every tenant. For operators';

create function ajour.revoke_tenant(p_consumer text, p_orgnr text default 'every', p_why text default null) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_had boolean;
begin
    delete from ajour.consumer_tenant where consumer = p_consumer and orgnr = p_orgnr;
    v_had := found;
    insert into ajour.operator_action (operator, action, subject, why)
    values (session_user, 'revoke tenant', jsonb_build_object('consumer', p_consumer, 'tenant', p_orgnr), p_why);
    return v_had;
end
$$;
comment on function ajour.revoke_tenant(text, text, text) is
    'Takes back what grant_tenant granted under the same name; false if there was nothing to take back. For operators';

-- A row for each version of an event that waits. That an EHR's open transaction has deleted the row of one version does not
-- hold up a job that adds the next; so events are not locked, and their rows are not counted down.
create table ajour.to_journal (
    event_id  bigint not null references ajour.event on delete cascade,
    version   integer not null,
    tenant_id smallint not null,
    primary key (event_id, version)
);
create index to_journal_of_tenant on ajour.to_journal (tenant_id, event_id, version);
comment on table ajour.to_journal is
    'Events of known persons that are neither journaled nor rejected in the version; only the newest version counts';

create table ajour.rejection (
    event_id    bigint primary key references ajour.event on delete cascade,
    tenant_id   smallint not null,
    version     integer not null,
    reason      text not null,
    rejected_by text not null,
    rejected_at timestamptz not null default clock_timestamp()
);
comment on table ajour.rejection is 'Events that an EHR will not journal, and why';
comment on column ajour.rejection.version is 'event.version that was rejected; a newer one waits to be journaled like any other';
comment on column ajour.rejection.rejected_by is 'Database role';

create function ajour.event_waits() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ajour.to_journal (event_id, version, tenant_id)
    select id, version, tenant_id from written where patient_id is not null;
    return null;
end
$$;
create trigger event_added_waits after insert on ajour.event
    referencing new table as written for each statement execute function ajour.event_waits();

-- A row for the version that was there before is left alone: it may be the one that an EHR is deleting.
create function ajour.changed_event_waits() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ajour.to_journal (event_id, version, tenant_id)
    select e.id, e.version, e.tenant_id
    from written e
    join known k on k.id = e.id
    where e.patient_id is not null
      and (k.version <> e.version
           or k.patient_id is null
              and not exists (select from ajour.acknowledgement a
                              where a.event_id = e.id and a.journaled_version >= e.version)
              and not exists (select from ajour.rejection r where r.event_id = e.id and r.version >= e.version))
    on conflict do nothing;
    return null;
end
$$;
create trigger event_changed_waits after update on ajour.event
    referencing old table as known new table as written
    for each statement execute function ajour.changed_event_waits();

create function ajour.event_waits_no_more() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ajour.to_journal q using written a
    where q.event_id = a.event_id and q.version <= a.journaled_version;
    return null;
end
$$;
create trigger acknowledgement_added after insert on ajour.acknowledgement
    referencing new table as written for each statement execute function ajour.event_waits_no_more();
create trigger acknowledgement_changed after update on ajour.acknowledgement
    referencing new table as written for each statement execute function ajour.event_waits_no_more();

-- Only a tenant that takes acknowledge: stored back makes this happen.
create function ajour.event_waits_again() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ajour.to_journal (event_id, version, tenant_id)
    select e.id, e.version, e.tenant_id
    from ajour.event e
    join gone on gone.event_id = e.id
    left join ajour.rejection r on r.event_id = e.id
    where e.patient_id is not null and r.version is distinct from e.version
    on conflict do nothing;
    return null;
end
$$;
create trigger acknowledgement_taken_back after delete on ajour.acknowledgement
    referencing old table as gone for each statement execute function ajour.event_waits_again();

insert into ajour.to_journal (event_id, version, tenant_id)
select e.id, e.version, e.tenant_id
from ajour.event e
left join ajour.acknowledgement a on a.event_id = e.id
where e.patient_id is not null and a.journaled_version is distinct from e.version;

create table ajour.outgoing_event (
    id            bigint generated always as identity primary key,
    tenant_id     smallint not null references ajour.tenant,
    reference     text not null check (reference <> ''),
    resource_type text not null check (resource_type in ('Bundle', 'Composition', 'MedicationDispense')),
    resource      jsonb not null,
    source_system text,
    state         text not null default 'queued'
                  check (state in ('queued', 'sending', 'accepted', 'registered', 'refused')),
    queued_by     text not null,
    queued_at     timestamptz not null default clock_timestamp(),
    sending_at    timestamptz,
    accepted_at   timestamptz,
    location      text,
    resource_id   text,
    registered_at timestamptz,
    attempts      integer not null default 0,
    failure       text,
    synced_at     timestamptz not null default clock_timestamp(),
    run_id        bigint references ajour.run,
    unique (tenant_id, reference)
);
create index outgoing_event_open on ajour.outgoing_event (tenant_id, state, id)
    where state in ('queued', 'sending', 'accepted');
comment on table ajour.outgoing_event is 'Events that the EHR submits to JFT, and how far each has come';
comment on column ajour.outgoing_event.reference is 'The EHR''s own name for the event: queued twice, it is one event';
comment on column ajour.outgoing_event.source_system is 'Sent as nhn-source-system; null: the setting of the installation';
comment on column ajour.outgoing_event.resource_id is 'Its id in JFT, from the Location of the answer';

create table ajour.health_indicator (
    patient_id                bigint primary key references ajour.patient on delete cascade,
    tenant_id                 smallint not null,
    status                    smallint not null check (status between 0 and 4),
    status_text               text,
    critical_info_changed_at  timestamptz,
    critical_info             jsonb not null default '[]',
    locks                     jsonb not null default '[]',
    has_blocked_personnel     boolean,
    has_locked_prescriptions  boolean,
    has_medicines             boolean,
    event_id                  text,
    changed_at                timestamptz not null,
    synced_at                 timestamptz not null,
    run_id                    bigint not null references ajour.run
);
comment on table ajour.health_indicator is 'What Kjernejournal''s helseindikator last said of each patient; never its tickets';
comment on column ajour.health_indicator.status is
    '0 number not valid, 1 no kjernejournal, 2 available, 3 the patient has filled in, 4 critical information';
comment on column ajour.health_indicator.status_text is 'returTekst: for the icon''s tooltip';
comment on column ajour.health_indicator.critical_info is 'sistEndretKritiskInfo: [{kategori, sistEndret}]; only status 4';
comment on column ajour.health_indicator.locks is 'sperringDetaljer: what the patient has locked';
comment on column ajour.health_indicator.event_id is 'X-EVENT-ID of the answer, for NHN''s support';

create table ajour.document (
    id                   bigint generated always as identity primary key,
    patient_id           bigint not null references ajour.patient on delete cascade,
    tenant_id            smallint not null,
    home_community_id    text not null,
    repository_unique_id text not null,
    document_unique_id   text not null,
    reference            jsonb not null,
    content              bytea,
    content_file         text,
    content_type         text,
    content_length       bigint,
    content_sha256       bytea,
    retrieved_at         timestamptz,
    gone_at              timestamptz,
    changed_at           timestamptz not null,
    synced_at            timestamptz not null,
    run_id               bigint not null references ajour.run,
    unique (patient_id, document_unique_id, repository_unique_id, home_community_id)
);
comment on table ajour.document is 'Documents that PHR (MHD) names for a patient, and those that have been fetched';
comment on column ajour.document.reference is 'The DocumentReference as it was found';
comment on column ajour.document.content is 'The document; null if not fetched, or kept in content_file';
comment on column ajour.document.gone_at is 'When a complete search no longer found it; null: it is there';

-- Writing a payload must need no right to read one, and an upsert reads its target.
create function ajour.keep_payload(p_letter bigint, p_payload text) returns boolean
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if p_payload is null
       or not exists (select from ajour.dead_letter where id = p_letter and state in ('unresolved', 'retrying')) then
        delete from ajour.dead_letter_payload where letter_id = p_letter;
        return false;
    end if;
    insert into ajour.dead_letter_payload (letter_id, payload) values (p_letter, p_payload)
    on conflict (letter_id) do update set payload = excluded.payload, stored_at = excluded.stored_at;
    return true;
end
$$;
comment on function ajour.keep_payload(bigint, text) is
    'Keeps what was received of an open dead letter, and nothing that was received before. True if something is kept';

-- Row level security and the change feed go by the tenant, and a join to find it would hide the index on patient_id.
alter table ajour.digital_active add column tenant_id smallint;
update ajour.digital_active d set tenant_id = p.tenant_id from ajour.patient p where p.id = d.patient_id;
alter table ajour.digital_active alter column tenant_id set not null;

-- For what consumers ask: one patient's events in time, events nobody can be found for, persons who are on no list.
drop index ajour.event_of_patient;
create index event_of_patient on ajour.event (patient_id, last_updated);
create index event_unmatched on ajour.event (tenant_id, id) where patient_id is null;
create index patient_unlisted on ajour.patient (tenant_id, id) where not listed;
create index acknowledgement_failed on ajour.acknowledgement (tenant_id, event_id) where state = 'failed';
