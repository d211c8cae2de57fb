-- What PHR (MHD) says of patients' documents, and the documents that EHRs ask for.

-- 1. What was found. Text that a view shows of the JSON is kept beside it, so that it can be searched.
alter table ajour.document
    add column version             integer not null default 1,
    add column date                timestamptz,
    add column last_updated        timestamptz,
    add column attachment_size     bigint,
    add column attachment_hash     bytea,
    add column status              text generated always as (reference #>> '{status}') stored,
    add column type_system         text generated always as (reference #>> '{type,coding,0,system}') stored,
    add column type_code           text generated always as (reference #>> '{type,coding,0,code}') stored,
    add column type_display        text generated always as
        (coalesce(reference #>> '{type,coding,0,display}', reference #>> '{type,text}')) stored,
    add column category_system     text generated always as (reference #>> '{category,0,coding,0,system}') stored,
    add column category_code       text generated always as (reference #>> '{category,0,coding,0,code}') stored,
    add column category_display    text generated always as
        (coalesce(reference #>> '{category,0,coding,0,display}', reference #>> '{category,0,text}')) stored,
    add column format_system       text generated always as (reference #>> '{content,0,format,system}') stored,
    add column format_code         text generated always as (reference #>> '{content,0,format,code}') stored,
    add column title               text generated always as
        (coalesce(reference #>> '{content,0,attachment,title}', reference #>> '{description}')) stored,
    add column author_organisation text generated always as
        (coalesce(jsonb_path_query_first(reference, '$.contained[*] ? (@.resourceType == "Organization").name') #>> '{}',
                  reference #>> '{custodian,display}')) stored,
    add column security_labels     jsonb generated always as
        (jsonb_path_query_array(reference, '$.securityLabel[*].coding[*].code')) stored,
    add column attachment_type     text generated always as (reference #>> '{content,0,attachment,contentType}') stored,
    add column attachment_url      text generated always as (reference #>> '{content,0,attachment,url}') stored,
    add column fetch_state         text check (fetch_state in ('fetched', 'gone', 'refused', 'failed')),
    add column fetch_failure       text,
    add column fetched_version     integer,
    add column event_id            text,
    add check (fetch_state <> 'fetched' or content is not null or content_file is not null);
-- Documents are compressed already as a rule, and an EHR may read a large one piece by piece.
alter table ajour.document alter column content set storage external;
create index document_unfetched on ajour.document (tenant_id, id) where fetch_state is null and gone_at is null;
create index document_outdated on ajour.document (tenant_id, id) where fetched_version <> version;
create index document_content_file on ajour.document (content_file) where content_file is not null;
comment on column ajour.document.version is 'Counts the versions of the reference that were stored; starts at 1';
comment on column ajour.document.date is 'DocumentReference.date; null: not given, or no time';
comment on column ajour.document.last_updated is 'meta.lastUpdated; null: not given, or no time';
comment on column ajour.document.attachment_size is 'attachment.size, bytes; null: not given, or the document is made when it is asked for';
comment on column ajour.document.attachment_hash is 'attachment.hash, SHA-1; null: not given, or the document is made when it is asked for';
comment on column ajour.document.fetch_state is
    'What became of the last request; null: never asked for. fetched; gone: PHR has it no more; refused: PHR does not give it; failed: it cannot be kept';
comment on column ajour.document.fetched_version is 'The version of the reference that the content was fetched by';
comment on column ajour.document.event_id is 'nhn-event-id of the last fetch, for NHN''s support';

-- 2. What asking about a patient came to.
create table ajour.document_search (
    patient_id           bigint primary key references ajour.patient on delete cascade,
    tenant_id            smallint not null,
    complete             boolean not null,
    found                integer not null,
    restricted_documents integer,
    warnings             text,
    event_id             text not null,
    changed_at           timestamptz not null,
    synced_at            timestamptz not null,
    run_id               bigint not null
);
create index document_search_incomplete on ajour.document_search (tenant_id) where not complete;
comment on table ajour.document_search is 'What PHR last answered about each patient''s documents';
comment on column ajour.document_search.complete is 'Whether all communities answered. What an incomplete answer does not name is not held for gone';
comment on column ajour.document_search.restricted_documents is 'NHN-SecurityLabel-Nors-Count; null: not told';
comment on column ajour.document_search.warnings is 'Codes of the OperationOutcome in the answer; null: there was none';
comment on column ajour.document_search.event_id is 'nhn-event-id of the search, for NHN''s support';

-- 3. Documents that somebody wants, a row until it is fetched or cannot be. An EHR's transaction locks nothing else.
create table ajour.document_request (
    document_id  bigint primary key references ajour.document on delete cascade,
    tenant_id    smallint not null,
    request_id   bigint generated always as identity,
    requested_by text not null,
    requested_at timestamptz not null default clock_timestamp(),
    attempts     integer not null default 0,
    next_at      timestamptz not null default clock_timestamp()
);
create index document_request_of_tenant on ajour.document_request (tenant_id, document_id);
comment on table ajour.document_request is 'Documents to be fetched. A row is deleted by the transaction that stores the document, or why there is none';
comment on column ajour.document_request.request_id is
    'Renewed by every new request, so that a fetch that was under way when it came does not delete it';
comment on column ajour.document_request.attempts is 'How often PHR gave no answer';
comment on column ajour.document_request.next_at is 'Not before';

-- 4. A document on its way, a part a transaction: nobody reads it until the last one, which makes the document of them.
create table ajour.document_part (
    document_id bigint not null references ajour.document on delete cascade,
    number      integer not null,
    part        bytea not null,
    primary key (document_id, number)
);
alter table ajour.document_part alter column part set storage external;
comment on table ajour.document_part is 'Documents that are being fetched. What a run left that ended half-way, the next one deletes';

create or replace function ajour.note_documents() returns trigger
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
        where (n.version, n.reference, n.content_type, n.content_length, n.content_sha256, n.content_file, n.retrieved_at,
               n.gone_at, n.fetch_state, n.fetch_failure)
            is distinct from (o.version, o.reference, o.content_type, o.content_length, o.content_sha256, o.content_file,
                              o.retrieved_at, o.gone_at, o.fetch_state, o.fetch_failure);
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

create function ajour.note_document_searches() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'document_searches', n.tenant_id, n.patient_id, n.patient_id, false
        from ajour.current_era() as era, new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'document_searches', n.tenant_id, n.patient_id, n.patient_id, false
        from ajour.current_era() as era, new_rows n join old_rows o using (patient_id)
        where (n.complete, n.found, n.restricted_documents, n.warnings)
            is distinct from (o.complete, o.found, o.restricted_documents, o.warnings);
    else
        insert into ajour.change (era, kind, tenant_id, key, patient_id, deleted)
        select era, 'document_searches', o.tenant_id, o.patient_id, o.patient_id, true
        from ajour.current_era() as era, old_rows o;
    end if;
    if found then
        perform pg_notify('ajour_changes', 'document_searches');
    end if;
    return null;
end
$$;
create trigger document_search_added_noted after insert on ajour.document_search
    referencing new table as new_rows for each statement execute function ajour.note_document_searches();
create trigger document_search_changed_noted after update on ajour.document_search
    referencing old table as old_rows new table as new_rows
    for each statement execute function ajour.note_document_searches();
create trigger document_search_deleted_noted after delete on ajour.document_search
    referencing old table as old_rows for each statement execute function ajour.note_document_searches();

create or replace view ajour.documents with (security_barrier) as
select d.id as document_id, d.patient_id, t.orgnr, d.document_unique_id, d.repository_unique_id, d.home_community_id,
       d.content_type, d.content_length, d.content_sha256, d.content, d.content_file, d.retrieved_at, d.gone_at,
       d.changed_at, d.synced_at, d.reference,
       case when r.document_id is not null then 'requested' else d.fetch_state end as state,
       d.fetch_failure as failure, r.requested_at, d.fetched_version = d.version as newest
from ajour.document d
join ajour.patient p on p.id = d.patient_id and p.listed
join ajour.tenant t on t.id = p.tenant_id
left join ajour.document_request r on r.document_id = d.id;
comment on column ajour.documents.state is
    'requested: to be fetched; fetched; gone: PHR has it no more; refused: PHR does not give it; failed: it came and cannot be kept; null: nobody has asked for it';
comment on column ajour.documents.failure is 'Why there is no document, or no newer one; null: there is no reason';
comment on column ajour.documents.requested_at is 'Since when it waits to be fetched; null: it does not';
comment on column ajour.documents.newest is
    'Whether it was fetched by the newest version of its reference; if not, request_document fetches it again; null: not fetched';

create view ajour.document_references with (security_barrier) as
select d.id as document_id, d.patient_id, t.orgnr, d.document_unique_id, d.repository_unique_id, d.home_community_id,
       d.version, d.status, d.type_system, d.type_code, d.type_display, d.category_system, d.category_code,
       d.category_display, d.format_system, d.format_code, d.title, d.date, d.last_updated, d.author_organisation,
       d.security_labels, d.attachment_type, d.attachment_size, d.attachment_hash, d.gone_at is null as listed, d.gone_at,
       d.changed_at, d.synced_at, d.reference
from ajour.document d
join ajour.patient p on p.id = d.patient_id and p.listed
join ajour.tenant t on t.id = p.tenant_id;
comment on view ajour.document_references is
    'What PHR (MHD, ITI-67) says of the documents of persons on the list. Changes are told as kind documents';
comment on column ajour.document_references.document_id is 'ajour.documents.document_id, for request_document';
comment on column ajour.document_references.patient_id is 'ajour.patients.patient_id';
comment on column ajour.document_references.orgnr is 'Tenant';
comment on column ajour.document_references.document_unique_id is 'masterIdentifier, or documentUniqueId of the attachment''s URL';
comment on column ajour.document_references.repository_unique_id is 'repositoryUniqueId (XDS) of the attachment''s URL; empty: not told';
comment on column ajour.document_references.home_community_id is 'homeCommunityId (XCA) of the attachment''s URL; empty: not told';
comment on column ajour.document_references.version is 'Counts the versions of the reference that were stored; starts at 1';
comment on column ajour.document_references.status is 'current, superseded or entered-in-error';
comment on column ajour.document_references.type_system is 'typeCode, first coding';
comment on column ajour.document_references.type_code is 'typeCode, first coding';
comment on column ajour.document_references.type_display is 'typeCode in words';
comment on column ajour.document_references.category_system is 'classCode, first coding';
comment on column ajour.document_references.category_code is 'classCode, first coding: A00-1, C00-1, D00-1, E00-1, I00-1 and others';
comment on column ajour.document_references.category_display is 'classCode in words';
comment on column ajour.document_references.format_system is 'formatCode';
comment on column ajour.document_references.format_code is 'formatCode';
comment on column ajour.document_references.title is 'Title of the attachment, or the description';
comment on column ajour.document_references.date is 'When the reference was made; null: not given';
comment on column ajour.document_references.last_updated is 'meta.lastUpdated; null: not given';
comment on column ajour.document_references.author_organisation is 'Name of the first organisation among the authors, or of the custodian; null: not given';
comment on column ajour.document_references.security_labels is 'confidentialityCode: a JSON array of codes';
comment on column ajour.document_references.attachment_type is 'Media type that the document will have';
comment on column ajour.document_references.attachment_size is 'Bytes; null: not given, or the document is made when it is asked for';
comment on column ajour.document_references.attachment_hash is 'SHA-1; null: not given, or the document is made when it is asked for';
comment on column ajour.document_references.listed is 'Whether the last complete search found it';
comment on column ajour.document_references.gone_at is 'When a complete search found it no more; null: it is there';
comment on column ajour.document_references.changed_at is 'When what PHR says of it last became different';
comment on column ajour.document_references.synced_at is 'When PHR last named it';
comment on column ajour.document_references.reference is 'The FHIR R4 DocumentReference as PHR gave it, the person''s number in it included';

create view ajour.document_searches with (security_barrier) as
select s.patient_id, t.orgnr, s.complete, s.found, s.restricted_documents, s.warnings, s.changed_at, s.synced_at
from ajour.document_search s
join ajour.patient p on p.id = s.patient_id and p.listed
join ajour.tenant t on t.id = p.tenant_id;
comment on view ajour.document_searches is 'When PHR was last asked about the documents of persons on the list, and whether all of it answered';
comment on column ajour.document_searches.patient_id is 'ajour.patients.patient_id';
comment on column ajour.document_searches.orgnr is 'Tenant';
comment on column ajour.document_searches.complete is 'false: some community did not answer, and there may be documents that are not listed here';
comment on column ajour.document_searches.found is 'References in the answer';
comment on column ajour.document_searches.restricted_documents is 'How many documents the person has that may not be shown (NORS); null: not told';
comment on column ajour.document_searches.warnings is 'Codes of what PHR said beside its answer; null: nothing';
comment on column ajour.document_searches.changed_at is 'When any of it last became different';
comment on column ajour.document_searches.synced_at is 'When PHR was asked';

create function ajour.request_document(p_document bigint) returns text
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenants  smallint[] := ajour.my_tenants();
    v_document record;
begin
    select d.tenant_id, d.fetch_state = 'fetched' and d.fetched_version = d.version as is_here into v_document
    from ajour.document d
    join ajour.patient p on p.id = d.patient_id and p.listed
    where d.id = p_document and d.tenant_id = any (v_tenants);
    if not found then
        raise exception 'There is no document %', p_document
            using errcode = 'no_data_found',
                  hint = 'Use document_id of ajour.document_references. Documents of other tenants cannot be reached.';
    end if;
    if v_document.is_here then
        return 'fetched';
    end if;
    insert into ajour.document_request as r (document_id, tenant_id, requested_by)
    values (p_document, v_document.tenant_id, ajour.caller())
    on conflict (document_id) do update set next_at = excluded.next_at where r.next_at > excluded.next_at;
    return 'requested';
end
$$;
comment on function ajour.request_document(bigint) is
    'Has a document fetched by the next run of document-references, and returns its state: requested, or fetched if it is here already. Idempotent. One that is gone, refused or failed is asked for again. P0002 if there is no such document';
