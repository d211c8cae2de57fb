-- One patient: the Digital Active status, and all events, newest first, with how far each has come.
-- psql -v patient=17 -f sql/consumer/patient_overview.sql
select p.patient_id, p.orgnr, p.nin, p.listed, s.area, s.active_self, s.active_via_others, s.synced_at
from ajour.patients p
left join ajour.digital_active_status s on s.patient_id = p.patient_id
where p.patient_id = :patient
order by s.area;

select e.event_id, e.version, e.resource_type, e.last_updated,
       coalesce(e.resource ->> 'title', e.resource #>> '{entry,0,resource,title}',
                e.resource #>> '{medicationCodeableConcept,text}') as title,
       e.journaled, a.reference, a.state as acknowledgement, a.confirmed_at
from ajour.events e
left join ajour.acknowledgements a on a.event_id = e.event_id
where e.patient_id = :patient
order by e.last_updated desc;
