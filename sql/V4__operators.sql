-- What operators need: stopping, restarting, repairing, dead letters with a life of their own, and who did what.

alter table ajour.lease
    add column stop text check (stop in ('run', 'job')),
    add column renewed_at timestamptz not null default clock_timestamp();
comment on column ajour.lease.renewed_at is 'When the holder last gave a sign of life';
comment on column ajour.lease.stop is
    'What the holder is asked to end at its next commit: this run, or with it all that is left of the job; null: nothing';

alter table ajour.run
    add column kind text not null default 'run' check (kind in ('run', 'restart', 'retry', 'resync', 'audit', 'position')),
    add column restart_of bigint references ajour.run on delete set null;
create index run_restarted on ajour.run (restart_of) where restart_of is not null;
create index run_running on ajour.run (job, tenant) where state = 'running';
create index run_by_batch on ajour.run (batch_job_execution_id);
comment on column ajour.run.kind is
    'run: the job as scheduled; restart: a failed run again from its failed step; retry: dead letters; resync: asked again by an operator; audit: the loss audit; position: a position set by an operator';
comment on column ajour.run.restart_of is 'The run whose steps this one goes on with; the first of them if it was restarted more than once';

-- Those that a killed process left behind, found without reading the history.
create index batch_job_execution_open on batch.batch_job_execution (job_execution_id)
    where status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN');
create index batch_step_execution_open on batch.batch_step_execution (job_execution_id)
    where status in ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN');

create table ajour.unfinished_walk (
    job           text not null,
    tenant        text not null,
    resource_type text not null,
    started_from  text,
    next_link     text not null,
    begun_at      timestamptz not null,
    newest        timestamptz,
    stored_at     timestamptz not null,
    run_id        bigint not null references ajour.run,
    primary key (job, tenant, resource_type)
);
comment on table ajour.unfinished_walk is
    'Where a search that was broken off goes on, if JFT still knows its cursor. The position has not moved yet';
comment on column ajour.unfinished_walk.started_from is 'The position that the search began with; null if it began with everything';
comment on column ajour.unfinished_walk.next_link is 'JFT''s link to the first page that is not stored';

-- A letter that is closed keeps no payload, and only operators may read one.
create table ajour.dead_letter_payload (
    letter_id bigint primary key references ajour.dead_letter on delete cascade,
    payload   text not null,
    stored_at timestamptz not null default clock_timestamp()
);
comment on table ajour.dead_letter_payload is
    'What was received, only where a replay needs it. It holds patients'' data: for operators alone, and purged after a set time';
insert into ajour.dead_letter_payload (letter_id, payload, stored_at)
select id, payload, last_seen from ajour.dead_letter
where payload is not null and state in ('unresolved', 'retrying');
alter table ajour.dead_letter
    drop column payload,
    add column version timestamptz,
    add column closed_at timestamptz;
update ajour.dead_letter set closed_at = last_seen where state not in ('unresolved', 'retrying');
alter table ajour.dead_letter add check ((closed_at is null) = (state in ('unresolved', 'retrying')));
comment on column ajour.dead_letter.version is 'When the record was last updated at its source; null where it has no versions';
comment on column ajour.dead_letter.closed_at is 'When it was resolved, made obsolete by a newer version, or discarded';

create table ajour.operator_action (
    id            bigint generated always as identity primary key,
    at            timestamptz not null default clock_timestamp(),
    operator      text not null,
    database_role text not null default session_user,
    action        text not null,
    subject       jsonb not null default '{}',
    why           text
);
comment on table ajour.operator_action is 'What operators have done: who, when, what, why. Rows are only ever added';
comment on column ajour.operator_action.operator is 'The name that was given, or the account and host that the command ran under';
comment on column ajour.operator_action.subject is 'What it was done to; surrogate ids only';

create function ajour.only_added() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'Rows of % are never changed or deleted', tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Add a row that corrects the other.';
end
$$;
create trigger operator_action_only_added before update or delete or truncate on ajour.operator_action
    for each statement execute function ajour.only_added();

-- Operators: a role for people, made here where the migrating role may, or by whoever may. Members read payloads.
do $$
begin
    if not exists (select from pg_roles where rolname = 'ajour_operator') then
        create role ajour_operator nologin;
    end if;
exception
    when insufficient_privilege or duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if exists (select from pg_roles where rolname = 'ajour_operator') then
        revoke all on ajour.dead_letter_payload from public;
        grant usage on schema ajour to ajour_operator;
        grant select on ajour.dead_letter_payload to ajour_operator;
    end if;
end
$$;
