alter table stillso_batches add column superseded integer not null default 0;
alter table stillso_batches add column parked integer not null default 0;
alter table stillso_batches add column discarded integer not null default 0;
alter table stillso_batches add column open integer not null default 0 check (open in (0, 1));
alter table stillso_batches add column cancelled integer not null default 0 check (cancelled in (0, 1));
alter table stillso_batches add column success text not null default 'NothingFailed' check (success in ('NothingFailed', 'AllCompleted'));

create index stillso_jobs_batch on stillso_jobs (batch) where batch is not null;
