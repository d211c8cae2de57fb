-- The tables of Ajour. Schema ajour is created by Flyway, which keeps its history there; schema batch is Spring Batch's.

create table ajour.tenant (
    id     smallint generated always as identity primary key,
    orgnr  text not null unique check (orgnr ~ '^[0-9]{9}$'),
    name   text not null
);
comment on table ajour.tenant is 'A municipality, named by its main organisation number (orgnr_parent of its tokens)';

create table ajour.run (
    id                     bigint generated always as identity primary key,
    job                    text not null,
    tenant                 text not null,
    full_refresh           boolean not null default false,
    token                  bigint not null,
    started_at             timestamptz not null default clock_timestamp(),
    ended_at               timestamptz,
    state                  text not null default 'running'
                           check (state in ('running', 'completed', 'failed', 'stopped')),
    exit_code              smallint,
    reason                 text,
    batch_job_execution_id bigint,
    balance                jsonb not null default '{}',
    check ((state = 'running') = (ended_at is null))
);
create index run_of_job on ajour.run (job, tenant, id desc);
comment on table ajour.run is 'One run of one job for one tenant';
comment on column ajour.run.tenant is 'Organisation number of the tenant, or national for what is asked once for all of them';
comment on column ajour.run.reason is 'Why it did not end well, or what it has to say';
comment on column ajour.run.token is 'Fencing token of the lease that the run held';
comment on column ajour.run.balance is 'The balance sheet: line to amount, summed over the steps';

create table ajour.lease (
    job         text not null,
    tenant      text not null,
    token       bigint not null,
    holder      text,
    acquired_at timestamptz not null,
    expires_at  timestamptz not null,
    primary key (job, tenant)
);
comment on table ajour.lease is 'Who may write for a job and tenant. The token grows with every new holder';
comment on column ajour.lease.holder is 'Host and process of the holder; null when nobody holds it';

create table ajour.tally (
    step_execution_id bigint not null,
    line              text not null,
    run_id            bigint not null references ajour.run on delete cascade,
    step              text not null,
    amount            bigint not null,
    primary key (step_execution_id, line)
);
create index tally_of_run on ajour.tally (run_id);
comment on table ajour.tally is 'What a step has counted, made durable in the transaction that holds the rows it counted';

create table ajour.position (
    job      text not null,
    tenant   text not null,
    name     text not null,
    value    text not null,
    moved_at timestamptz not null default clock_timestamp(),
    run_id   bigint not null references ajour.run,
    primary key (job, tenant, name)
);
comment on table ajour.position is 'How far each API has been read: Helsenorge''s offset verbatim, JFT''s watermarks in ISO 8601';

create table ajour.dead_letter (
    id         bigint generated always as identity primary key,
    job        text not null,
    tenant     text not null,
    record     text not null,
    cause      text not null,
    message    text not null,
    payload    text,
    state      text not null default 'unresolved'
               check (state in ('unresolved', 'retrying', 'resolved', 'obsolete', 'discarded')),
    attempts   integer not null default 1,
    first_seen timestamptz not null default clock_timestamp(),
    last_seen  timestamptz not null default clock_timestamp(),
    run_id     bigint not null references ajour.run,
    unique (job, tenant, record)
);
create index dead_letter_waiting on ajour.dead_letter (job, tenant, cause) where state in ('unresolved', 'retrying');
comment on table ajour.dead_letter is 'Records that could not be handled, one row a record however often it fails';
comment on column ajour.dead_letter.record is 'Surrogate reference, such as "patient 17" or "Bundle/<id>"; never a national identity number';
comment on column ajour.dead_letter.payload is 'What was received, only where a replay needs it';

create table ajour.patient (
    id          bigint generated always as identity primary key,
    tenant_id   smallint not null references ajour.tenant,
    nin         text not null check (nin ~ '^[0-9]{11}$'),
    listed      boolean not null default true,
    listed_at   timestamptz default clock_timestamp(),
    delisted_at timestamptz,
    synced_at   timestamptz not null default clock_timestamp(),
    run_id      bigint references ajour.run,
    unique (nin, tenant_id)
);
create index patient_of_tenant on ajour.patient (tenant_id, id) where listed;
comment on table ajour.patient is
    'Persons known to a tenant: those on its list, those delisted, and those met only in an event. The only table with a column for national identity numbers';
comment on column ajour.patient.listed is 'On the tenant''s list now';
comment on column ajour.patient.listed_at is 'When last put on the list; null for a person met only in an event';
comment on column ajour.patient.run_id is 'The run that wrote the row; null when imported by hand or by the EHR';

create table ajour.refresh_request (
    job          text not null,
    tenant_id    smallint not null references ajour.tenant,
    patient_id   bigint not null references ajour.patient on delete cascade,
    request_id   bigint generated always as identity,
    reason       text not null check (reason in ('changed', 'listed', 'gap', 'full', 'retry', 'resync')),
    requested_at timestamptz not null default clock_timestamp(),
    run_id       bigint references ajour.run,
    primary key (job, tenant_id, patient_id)
);
create index refresh_request_of_patient on ajour.refresh_request (patient_id);
comment on table ajour.refresh_request is 'Patients to ask an API about. A row is deleted by the transaction that stores the answer';
comment on column ajour.refresh_request.request_id is
    'Renewed by every new request, so that an answer that was under way when it came does not delete it';

create table ajour.digital_active (
    patient_id        bigint not null references ajour.patient on delete cascade,
    area              smallint not null,
    active_self       boolean,
    active_via_others boolean,
    proxy_granted     boolean,
    changed_at        timestamptz not null,
    synced_at         timestamptz not null,
    run_id            bigint not null references ajour.run,
    primary key (patient_id, area)
);
comment on table ajour.digital_active is 'Digital Active status of each patient that has been asked about';
comment on column ajour.digital_active.area is 'Area code (Volven 7618): 3 Helsehjelp, 6 Ungdom';
comment on column ajour.digital_active.active_self is 'Active on Helsenorge themselves; null: unknown, since the API gave no answer for this patient';
comment on column ajour.digital_active.active_via_others is 'Active through a parent or by power of attorney; null: unknown';
comment on column ajour.digital_active.proxy_granted is 'Helsenorge''s tildeltFullmakt; null: unknown or not given';
comment on column ajour.digital_active.changed_at is 'When the values last became different';
comment on column ajour.digital_active.synced_at is 'When the API was last asked';

create table ajour.event (
    id                 bigint generated always as identity primary key,
    tenant_id          smallint not null references ajour.tenant,
    resource_type      text not null check (resource_type in ('Bundle', 'Composition', 'MedicationDispense')),
    resource_id        text not null,
    last_updated       timestamptz not null,
    version            integer not null default 1,
    content_digest     bytea not null,
    patient_id         bigint references ajour.patient,
    unmatched          text check (unmatched in ('no-number', 'several-numbers', 'invalid-number', 'refused-number')),
    source_system      text,
    source_client_id   text,
    source_client_name text,
    parent_orgnr       text,
    resource           jsonb not null,
    received_at        timestamptz not null,
    changed_at         timestamptz not null,
    synced_at          timestamptz not null,
    run_id             bigint not null references ajour.run,
    unique (tenant_id, resource_type, resource_id),
    check ((patient_id is null) = (unmatched is not null))
);
create index event_of_patient on ajour.event (patient_id);
create index event_of_run on ajour.event (run_id);
comment on table ajour.event is 'Events of JFT, each the newest version received';
comment on column ajour.event.last_updated is 'meta.lastUpdated: when the event was last updated in JFT';
comment on column ajour.event.version is 'Counts the versions whose content differed, meta left out; starts at 1';
comment on column ajour.event.content_digest is 'SHA-256 of the resource without meta, keys sorted';
comment on column ajour.event.unmatched is 'Why the event has no person; a person who is not on the list is in patient with listed = false';

create table ajour.acknowledgement (
    event_id          bigint primary key references ajour.event on delete cascade,
    tenant_id         smallint not null references ajour.tenant,
    state             text not null default 'pending'
                      check (state in ('pending', 'sending', 'accepted', 'confirmed', 'failed')),
    reference         text,
    marked_by         text not null default 'ehr' check (marked_by in ('ehr', 'stored')),
    journaled_version integer not null,
    journaled_at      timestamptz not null default clock_timestamp(),
    sending_at        timestamptz,
    accepted_at       timestamptz,
    location          text,
    next_status_at    timestamptz,
    status_journaled  timestamptz,
    confirmed_at      timestamptz,
    attempts          integer not null default 0,
    failure           text,
    synced_at         timestamptz not null default clock_timestamp(),
    run_id            bigint references ajour.run
);
create index acknowledgement_open on ajour.acknowledgement (tenant_id, state, event_id)
    where state in ('pending', 'sending', 'accepted');
comment on table ajour.acknowledgement is 'What the EHR has journaled, and how far JFT has been told';
comment on column ajour.acknowledgement.reference is 'The EHR''s own reference to what it journaled';
comment on column ajour.acknowledgement.marked_by is
    'ehr: the EHR called mark_journaled; stored: the tenant''s choice of acknowledge: stored';
comment on column ajour.acknowledgement.journaled_version is
    'event.version that was journaled; nothing is sent while a newer version waits to be journaled';
comment on column ajour.acknowledgement.status_journaled is 'The time of journaling that JFT''s $status gave';
