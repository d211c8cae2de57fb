-- When a job last asked an API about a patient, for the jobs whose answer may be nothing that is kept.
create table ajour.asked (
    job         text not null,
    patient_id  bigint not null references ajour.patient on delete cascade,
    tenant_id   smallint not null,
    asked_at    timestamptz not null,
    primary key (job, patient_id)
);
create index asked_of_patient on ajour.asked (patient_id);
comment on table ajour.asked is 'When a job last asked an API about a patient, whatever came of it';
