-- Fills the tables without their triggers, whose rows are written at the end. Each :rows of patients and events.
set session_replication_role = replica;
insert into ajour.tenant (orgnr, name)
select 310000000 + i, 'Municipality ' || i from generate_series(1, :tenants) i;
insert into ajour.run (job, tenant, token) values ('a job', 'national', 1);
insert into ajour.patient (tenant_id, nin, listed, delisted_at)
select 1 + i % :tenants, lpad(i::text, 11, '0'), i % 50 <> 0, case when i % 50 = 0 then now() end
from generate_series(1, :rows) i;
insert into ajour.digital_active (tenant_id, patient_id, area, active_self, active_via_others, changed_at, synced_at, run_id)
select tenant_id, id, 3, id % 2 = 0, false, now() - id * interval '1 second', now(), 1 from ajour.patient;
insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest, patient_id, unmatched,
                         resource, received_at, changed_at, synced_at, run_id)
select p.tenant_id, resource ->> 'resourceType', resource ->> 'id', now() - (:rows - i) * interval '30 second',
       decode(md5(i::text), 'hex'),
       case when i % 1000 <> 0 then p.id end, case when i % 1000 = 0 then 'no-number' end, resource, now(), now(), now(), 1
from generate_series(1, :rows) i
join ajour.patient p on p.id = 1 + (i * 7919::bigint) % :rows
cross join lateral (
    select jsonb_build_object(
        'resourceType', 'Composition', 'id', i::text, 'status', 'final', 'title', 'Tilsyn', 'date', '2026-05-26T10:06:17+02:00',
        'type', '{"coding": [{"system": "http://loinc.org", "code": "11506-3", "display": "Progress note"}]}'::jsonb,
        'author', '[{"display": "Responssenteret"}]'::jsonb,
        'section', jsonb_build_array(jsonb_build_object(
            'title', 'Beskrivelse',
            'text', jsonb_build_object('status', 'generated', 'div', '<div>' || repeat('Tilsyn utført. ', 30) || '</div>')))
    ) as composition
) as made
cross join lateral (
    select case i % 3
        when 0 then composition
        when 1 then jsonb_build_object(
            'resourceType', 'MedicationDispense', 'id', i::text, 'status', 'completed', 'whenHandedOver', '2026-05-26',
            'medicationCodeableConcept', '{"text": "Multidose"}'::jsonb, 'quantity', '{"value": 1, "unit": "tablett"}'::jsonb)
        else jsonb_build_object(
            'resourceType', 'Bundle', 'id', i::text, 'type', 'document', 'timestamp', '2026-05-26T10:06:17+02:00',
            'entry', jsonb_build_array(jsonb_build_object('fullUrl', 'urn:uuid:1', 'resource', composition)))
    end as resource
) as chosen;
insert into ajour.acknowledgement (event_id, tenant_id, state, journaled_version, confirmed_at)
select id, tenant_id, case when id % 5000 = 0 then 'failed' else 'confirmed' end, 1, now()
from ajour.event where id <= 0.99 * :rows and patient_id is not null;
insert into ajour.to_journal (event_id, version, tenant_id)
select id, version, tenant_id from ajour.event where id > 0.99 * :rows and patient_id is not null;
insert into ajour.rejection (event_id, tenant_id, version, reason, rejected_by)
select id, tenant_id, 1, 'not ours', 'ehr' from ajour.event where id % 10000 = 7;
insert into ajour.change (era, xid, kind, tenant_id, key, patient_id, deleted)
select 1, (100 + id * 50 / :rows)::text::xid8, 'patients', tenant_id, id, id, false from ajour.patient order by id;
insert into ajour.change (era, xid, kind, tenant_id, key, patient_id, deleted)
select 1, (151 + id * 50 / :rows)::text::xid8, 'events', tenant_id, id, patient_id, false from ajour.event order by id;
reset session_replication_role;
vacuum (analyze) ajour.tenant, ajour.patient, ajour.digital_active, ajour.event, ajour.acknowledgement, ajour.to_journal,
    ajour.rejection, ajour.change;
