-- Queues an event to be submitted to JFT, under the EHR's own reference.
-- psql -v orgnr="'123456785'" -v reference="'U-1'" -v resource="'$(sed "s/'/''/g" event.json)'" -f sql/consumer/queue_event.sql
select ajour.queue_event(:orgnr, :reference, :resource::jsonb);
