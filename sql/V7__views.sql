-- The contract with EHRs: views in the plural. The tables behind them, in the singular, may change; these change as
-- docs/database.md says. They belong to ajour_reader, which row level security holds to the tenants of whoever asks
-- (afterMigrate__rights.sql), before any function that a consumer puts into a query sees a row. A security_barrier would do
-- that too, and hide indexes from joins and from ORDER BY ... LIMIT; so it is there only where a view leaves out rows of the
-- caller's own tenant that are to stay unseen: health indicators and documents of persons who are no longer on the list.

create view ajour.tenants as
select t.orgnr, t.name
from ajour.tenant t;
comment on view ajour.tenants is 'The municipalities that the caller may see';
comment on column ajour.tenants.orgnr is 'Organisation number of the main entity';
comment on column ajour.tenants.name is 'Name, as the installation has it';

create view ajour.patients as
select p.id as patient_id, t.orgnr, p.nin, p.listed, p.listed_at, p.delisted_at
from ajour.patient p
join ajour.tenant t on t.id = p.tenant_id;
comment on view ajour.patients is
    'Persons known to a tenant: on its list, delisted, or met only in an event. A person known to two tenants has two rows';
comment on column ajour.patients.patient_id is 'Surrogate id, by which all other views name the person';
comment on column ajour.patients.orgnr is 'Tenant';
comment on column ajour.patients.nin is 'National identity number: fødselsnummer, D-number, or a synthetic one';
comment on column ajour.patients.listed is 'On the tenant''s list now; what Ajour keeps up to date is kept for those';
comment on column ajour.patients.listed_at is 'When last put on the list; null for a person met only in an event';
comment on column ajour.patients.delisted_at is 'When last taken off the list; null if never';

create view ajour.digital_active_status as
select d.patient_id, t.orgnr, p.nin, d.area, d.active_self, d.active_via_others, d.proxy_granted, d.changed_at, d.synced_at
from ajour.digital_active d
join ajour.patient p on p.id = d.patient_id and p.listed
join ajour.tenant t on t.id = p.tenant_id;
comment on view ajour.digital_active_status is
    'Digital Active status of each person on the list who has been asked about; no row: not asked yet';
comment on column ajour.digital_active_status.patient_id is 'ajour.patients.patient_id';
comment on column ajour.digital_active_status.orgnr is 'Tenant';
comment on column ajour.digital_active_status.nin is 'National identity number';
comment on column ajour.digital_active_status.area is 'Area code (Volven 7618): 3 Helsehjelp, 6 Ungdom';
comment on column ajour.digital_active_status.active_self is
    'erAktivSelv: active on Helsenorge themselves; null: Helsenorge gave no answer for this person';
comment on column ajour.digital_active_status.active_via_others is
    'erAktivViaAndre: active through a parent or by power of attorney; null: no answer';
comment on column ajour.digital_active_status.proxy_granted is 'tildeltFullmakt; null: no answer or not given';
comment on column ajour.digital_active_status.changed_at is 'When the values last became different';
comment on column ajour.digital_active_status.synced_at is 'When Helsenorge was last asked about this person';

create view ajour.events as
select e.id as event_id, t.orgnr, e.patient_id, e.resource_type, e.resource_id, e.version, e.last_updated,
       e.source_system, e.source_client_id, e.source_client_name, e.unmatched, e.received_at, e.changed_at,
       a.state as acknowledgement_state, coalesce(a.journaled_version = e.version, false) as journaled,
       coalesce(r.version = e.version, false) as rejected, e.resource
from ajour.event e
join ajour.tenant t on t.id = e.tenant_id
left join ajour.acknowledgement a on a.event_id = e.id
left join ajour.rejection r on r.event_id = e.id;
comment on view ajour.events is 'Events of JFT, each in the newest version that has been received';
comment on column ajour.events.event_id is 'What mark_journaled and reject_event take';
comment on column ajour.events.orgnr is 'Tenant whose event it is';
comment on column ajour.events.patient_id is 'ajour.patients.patient_id; null: nobody can be found for it, see unmatched';
comment on column ajour.events.resource_type is 'Bundle, Composition or MedicationDispense';
comment on column ajour.events.resource_id is 'Its id in JFT. FHIRPath: id';
comment on column ajour.events.version is 'Counts the versions whose content differed, meta left out; begins at 1';
comment on column ajour.events.last_updated is 'When it was last updated in JFT. FHIRPath: meta.lastUpdated';
comment on column ajour.events.source_system is 'System that submitted it, such as "Bruno V0.1.2"; null: not told';
comment on column ajour.events.source_client_id is 'HelseID client that submitted it; null: not told';
comment on column ajour.events.source_client_name is 'Name of that client; null: not told';
comment on column ajour.events.unmatched is
    'Why nobody can be found for it: no-number, several-numbers, invalid-number, refused-number; null: somebody was';
comment on column ajour.events.received_at is 'When its first version was stored here';
comment on column ajour.events.changed_at is 'When its newest version was stored here';
comment on column ajour.events.acknowledgement_state is 'ajour.acknowledgements.state; null: never marked as journaled';
comment on column ajour.events.journaled is 'Marked as journaled in this version';
comment on column ajour.events.rejected is 'Rejected in this version';
comment on column ajour.events.resource is 'The FHIR R4 resource as JFT gave it, the person''s number in it included';

create view ajour.events_to_journal as
select q.event_id, t.orgnr, q.version, e.patient_id, p.nin, e.resource_type, e.resource_id, e.last_updated,
       e.source_system, e.changed_at as waiting_since, e.resource
from ajour.to_journal q
join ajour.event e on e.id = q.event_id and e.version = q.version
join ajour.patient p on p.id = e.patient_id and p.listed
join ajour.tenant t on t.id = q.tenant_id;
comment on view ajour.events_to_journal is
    'Events of persons on the list that are neither journaled nor rejected in their newest version. Journal each, then call mark_journaled with event_id and version';
comment on column ajour.events_to_journal.event_id is 'What mark_journaled and reject_event take';
comment on column ajour.events_to_journal.orgnr is 'Tenant whose event it is';
comment on column ajour.events_to_journal.version is 'Give it to mark_journaled: if the event has changed since it was read, the call fails';
comment on column ajour.events_to_journal.patient_id is 'ajour.patients.patient_id';
comment on column ajour.events_to_journal.nin is 'National identity number';
comment on column ajour.events_to_journal.resource_type is 'Bundle, Composition or MedicationDispense';
comment on column ajour.events_to_journal.resource_id is 'Its id in JFT';
comment on column ajour.events_to_journal.last_updated is 'When it was last updated in JFT';
comment on column ajour.events_to_journal.source_system is 'System that submitted it; null: not told';
comment on column ajour.events_to_journal.waiting_since is 'When this version was stored here';
comment on column ajour.events_to_journal.resource is 'The FHIR R4 resource as JFT gave it';

create view ajour.unmatched_events as
select e.id as event_id, t.orgnr, e.patient_id, e.unmatched as reason, e.resource_type, e.resource_id, e.version,
       e.last_updated, e.source_system, e.received_at
from ajour.event e
join ajour.tenant t on t.id = e.tenant_id
where e.patient_id is null
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
comment on view ajour.unmatched_events is
    'Events that belong to nobody on the tenant''s list. Nobody journals them before a person has found out whose they are';
comment on column ajour.unmatched_events.event_id is 'ajour.events.event_id';
comment on column ajour.unmatched_events.orgnr is 'Tenant whose event it is';
comment on column ajour.unmatched_events.patient_id is 'The person, who is not on the list; null: nobody was found';
comment on column ajour.unmatched_events.reason is
    'no-number, several-numbers, invalid-number, refused-number: no person in the event that can be told; not-listed, delisted: the person is known and was never, or is no longer, on the list';
comment on column ajour.unmatched_events.resource_type is 'Bundle, Composition or MedicationDispense';
comment on column ajour.unmatched_events.resource_id is 'Its id in JFT';
comment on column ajour.unmatched_events.version is 'ajour.events.version';
comment on column ajour.unmatched_events.last_updated is 'When it was last updated in JFT';
comment on column ajour.unmatched_events.source_system is 'System that submitted it; null: not told';
comment on column ajour.unmatched_events.received_at is 'When its first version was stored here';

create view ajour.acknowledgements as
select a.event_id, t.orgnr, e.patient_id, a.state, a.reference, a.marked_by, a.journaled_version,
       a.journaled_version = e.version as newest, a.journaled_at, a.accepted_at, a.status_journaled as registered_at,
       a.confirmed_at, a.failure
from ajour.acknowledgement a
join ajour.event e on e.id = a.event_id
join ajour.tenant t on t.id = a.tenant_id;
comment on view ajour.acknowledgements is 'What has been journaled, and how far JFT has been told';
comment on column ajour.acknowledgements.event_id is 'ajour.events.event_id';
comment on column ajour.acknowledgements.orgnr is 'Tenant whose event it is';
comment on column ajour.acknowledgements.patient_id is 'ajour.patients.patient_id; null: nobody can be found for the event';
comment on column ajour.acknowledgements.state is
    'pending: to be sent; sending: sent, or on the way; accepted: JFT took it, to be confirmed; confirmed: $status shows it; failed: JFT refused it';
comment on column ajour.acknowledgements.reference is 'The EHR''s own reference, as given to mark_journaled';
comment on column ajour.acknowledgements.marked_by is
    'ehr: by mark_journaled; stored: by the tenant''s choice of acknowledge: stored';
comment on column ajour.acknowledgements.journaled_version is 'Version of the event that was journaled';
comment on column ajour.acknowledgements.newest is 'Whether that is its newest version; if not, the newest waits to be journaled';
comment on column ajour.acknowledgements.journaled_at is 'When it was marked';
comment on column ajour.acknowledgements.accepted_at is 'When JFT answered 202; null: not yet';
comment on column ajour.acknowledgements.registered_at is 'The time of journaling that JFT''s $status gives; null: not confirmed';
comment on column ajour.acknowledgements.confirmed_at is 'When $status was found to show it; null: not confirmed';
comment on column ajour.acknowledgements.failure is 'Why JFT refused it; null unless it did';

create view ajour.rejected_events as
select r.event_id, t.orgnr, e.patient_id, r.version, r.version = e.version as newest, r.reason, r.rejected_by, r.rejected_at
from ajour.rejection r
join ajour.event e on e.id = r.event_id
join ajour.tenant t on t.id = r.tenant_id;
comment on view ajour.rejected_events is 'Events that an EHR will not journal. JFT knows nothing of it';
comment on column ajour.rejected_events.event_id is 'ajour.events.event_id';
comment on column ajour.rejected_events.orgnr is 'Tenant whose event it is';
comment on column ajour.rejected_events.patient_id is 'ajour.patients.patient_id; null: nobody can be found for the event';
comment on column ajour.rejected_events.version is 'Version of the event that was rejected';
comment on column ajour.rejected_events.newest is 'Whether that is its newest version; if not, the newest waits to be journaled';
comment on column ajour.rejected_events.reason is 'Why, in the EHR''s words';
comment on column ajour.rejected_events.rejected_by is 'Database role that rejected it';
comment on column ajour.rejected_events.rejected_at is 'When';

create view ajour.documents with (security_barrier) as
select d.id as document_id, d.patient_id, t.orgnr, d.document_unique_id, d.repository_unique_id, d.home_community_id,
       d.content_type, d.content_length, d.content_sha256, d.content, d.content_file, d.retrieved_at, d.gone_at,
       d.changed_at, d.synced_at, d.reference
from ajour.document d
join ajour.patient p on p.id = d.patient_id and p.listed
join ajour.tenant t on t.id = p.tenant_id;
comment on view ajour.documents is 'Documents that PHR (MHD, ITI-67) names for persons on the list, and those fetched (ITI-68)';
comment on column ajour.documents.document_id is 'Surrogate id';
comment on column ajour.documents.patient_id is 'ajour.patients.patient_id';
comment on column ajour.documents.orgnr is 'Tenant';
comment on column ajour.documents.document_unique_id is 'documentUniqueId (XDS)';
comment on column ajour.documents.repository_unique_id is 'repositoryUniqueId (XDS)';
comment on column ajour.documents.home_community_id is 'homeCommunityId (XCA)';
comment on column ajour.documents.content_type is 'Media type as fetched; null: not fetched';
comment on column ajour.documents.content_length is 'Bytes; null: not fetched';
comment on column ajour.documents.content_sha256 is 'SHA-256 of the document; null: not fetched';
comment on column ajour.documents.content is 'The document; null: not fetched, or kept in content_file';
comment on column ajour.documents.content_file is 'Path below the installation''s folder of documents; null: not fetched, or kept in content';
comment on column ajour.documents.retrieved_at is 'When fetched; null: not fetched';
comment on column ajour.documents.gone_at is 'When a complete search found it no more; null: it is there';
comment on column ajour.documents.changed_at is 'When what PHR says of it last became different';
comment on column ajour.documents.synced_at is 'When PHR last named it';
comment on column ajour.documents.reference is 'The FHIR R4 DocumentReference as PHR gave it';

create view ajour.health_indicators with (security_barrier) as
select h.patient_id, t.orgnr, p.nin, h.status, h.status_text, h.critical_info_changed_at, h.critical_info, h.locks,
       h.has_blocked_personnel, h.has_locked_prescriptions, h.has_medicines, h.changed_at, h.synced_at
from ajour.health_indicator h
join ajour.patient p on p.id = h.patient_id and p.listed
join ajour.tenant t on t.id = p.tenant_id;
comment on view ajour.health_indicators is
    'What Kjernejournal''s helseindikator last said of persons on the list. For members of ajour_health_indicators alone';
comment on column ajour.health_indicators.patient_id is 'ajour.patients.patient_id';
comment on column ajour.health_indicators.orgnr is 'Tenant';
comment on column ajour.health_indicators.nin is 'National identity number';
comment on column ajour.health_indicators.status is
    '0 the number is not valid, 1 no kjernejournal, 2 available, 3 the patient has filled in, 4 critical information';
comment on column ajour.health_indicators.status_text is 'returTekst: for the icon''s tooltip';
comment on column ajour.health_indicators.critical_info_changed_at is 'sistEndretKritiskInfoDato; null unless status is 4';
comment on column ajour.health_indicators.critical_info is 'sistEndretKritiskInfo: [{kategori, sistEndret}]; empty unless status is 4';
comment on column ajour.health_indicators.locks is 'sperringDetaljer: which modules the patient has locked';
comment on column ajour.health_indicators.has_blocked_personnel is 'eksistererBlokkertHelsepersonell; null: not told';
comment on column ajour.health_indicators.has_locked_prescriptions is 'harLasteResepter; null: not told';
comment on column ajour.health_indicators.has_medicines is 'harLegemidler; null: not told';
comment on column ajour.health_indicators.changed_at is 'When the answer last became different';
comment on column ajour.health_indicators.synced_at is 'When Kjernejournal was last asked';

create view ajour.outgoing_events as
select o.id as outgoing_event_id, t.orgnr, o.reference, o.resource_type, o.state, o.queued_by, o.queued_at, o.accepted_at,
       o.registered_at, o.resource_id, o.attempts, o.failure, o.resource
from ajour.outgoing_event o
join ajour.tenant t on t.id = o.tenant_id;
comment on view ajour.outgoing_events is 'Events that queue_event queued, and how far each has come';
comment on column ajour.outgoing_events.outgoing_event_id is 'What queue_event returned';
comment on column ajour.outgoing_events.orgnr is 'Tenant that submits it';
comment on column ajour.outgoing_events.reference is 'The EHR''s own name for it';
comment on column ajour.outgoing_events.resource_type is 'Bundle, Composition or MedicationDispense';
comment on column ajour.outgoing_events.state is
    'queued; sending: sent, or on the way; accepted: JFT answered 202; registered: JFT has it; refused: it will not take it';
comment on column ajour.outgoing_events.queued_by is 'Database role that queued it';
comment on column ajour.outgoing_events.queued_at is 'When it was queued';
comment on column ajour.outgoing_events.accepted_at is 'When JFT answered 202; null: not yet';
comment on column ajour.outgoing_events.registered_at is 'When JFT had it, by its $status; null: not yet';
comment on column ajour.outgoing_events.resource_id is 'Its id in JFT; null: not accepted yet';
comment on column ajour.outgoing_events.attempts is 'How often it has been sent';
comment on column ajour.outgoing_events.failure is 'Why JFT refused it; null unless it did';
comment on column ajour.outgoing_events.resource is 'The FHIR R4 resource as it was queued';
