-- Marks an event as journaled, in the version that was read and under the EHR's own reference (null: none).
-- psql -v event=17 -v reference="'J-17'" -v version=1 -f sql/consumer/journal_event.sql
select ajour.mark_journaled(:event, :reference, :version);
