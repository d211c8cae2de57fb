-- Says that an event will not be journaled, and why. No patient's number in the reason.
-- psql -v event=17 -v reason="'concerns no treatment here'" -v version=1 -f sql/consumer/reject_event.sql
select ajour.reject_event(:event, :reason, :version);
