-- The next thousand changes, each with what the row is now. Keep the last cursor, give it next time; null: from the beginning.
-- psql -v after=null -f sql/consumer/follow_changes.sql; later: psql -v after="'1-742-17'" -f ...
select c.cursor, c.kind, c.id, c.deleted, c.patient_id,
       p.nin, p.listed,
       s.area, s.active_self, s.active_via_others,
       e.resource_type, e.version, e.journaled,
       a.state as acknowledgement
from ajour.changes(:after, 1000) with ordinality
         as c (cursor, kind, id, patient_id, orgnr, deleted, changed_at, place)
left join ajour.patients p on p.patient_id = c.patient_id
left join ajour.digital_active_status s on c.kind in ('patients', 'digital_active_status') and s.patient_id = c.patient_id
left join ajour.events e on c.kind in ('events', 'acknowledgements', 'rejected_events') and e.event_id = c.id
left join ajour.acknowledgements a on c.kind = 'acknowledgements' and a.event_id = c.id
order by c.place, s.area;
