-- Several processes that do one start of a job between them.

alter table ajour.run add column share text;
comment on column ajour.run.share is
    'The key that all processes were given that shared the tenants between them; null if the run was one process''s own';
alter table ajour.lease add column share text;
comment on column ajour.lease.share is 'The share that the holder works for; null if none';
