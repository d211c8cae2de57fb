-- One index for all that requests are looked up by, and no check of each patient: who writes a request reads the patient
-- in the same statement, and what is left of one who was forgotten meanwhile is dropped by the job's next run. The check
-- locked, and so wrote, a row of ajour.patient for each request.
alter table ajour.refresh_request drop constraint refresh_request_patient_id_fkey;
alter table ajour.refresh_request drop constraint refresh_request_pkey;
drop index ajour.refresh_request_of_patient;
alter table ajour.refresh_request add primary key (tenant_id, patient_id, job);
comment on column ajour.refresh_request.patient_id is 'ajour.patient.id; without a foreign key';
