-- How a consumer begins: the cursor first, then the views in full. Then follow_changes.sql from that cursor.
-- psql -f sql/consumer/first_read.sql
select ajour.newest_cursor();

select patient_id, orgnr, nin, listed
from ajour.patients
order by patient_id;

select patient_id, area, active_self, active_via_others, proxy_granted
from ajour.digital_active_status
order by patient_id, area;

select event_id, version, orgnr, patient_id, resource_type, journaled, rejected, resource
from ajour.events
order by event_id;

select event_id, state, reference, journaled_version, failure
from ajour.acknowledgements
order by event_id;
