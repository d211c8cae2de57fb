-- The next hundred events to journal, with their patients. Begin with 0; then give the last event_id, until no row comes.
-- psql -v after=0 -f sql/consumer/poll_events.sql
select event_id, version, orgnr, patient_id, nin, resource_type, resource
from ajour.events_to_journal
where event_id > :after
order by event_id
limit 100;
