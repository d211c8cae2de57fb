-- Persons whose Digital Active status may be another since a cursor; nin is null for one who has none now. Other kinds of rows
-- only carry the cursor on. psql -v after="'1-742-17'" -f sql/consumer/digital_active.sql
select c.cursor, c.kind, c.patient_id, s.nin, s.area, s.active_self, s.active_via_others, s.proxy_granted
from ajour.changes(:after, 1000) with ordinality
         as c (cursor, kind, id, patient_id, orgnr, deleted, changed_at, place)
left join ajour.digital_active_status s on c.kind in ('patients', 'digital_active_status') and s.patient_id = c.patient_id
order by c.place, s.area;
