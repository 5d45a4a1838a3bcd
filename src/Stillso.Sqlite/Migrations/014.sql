-- The few that wait for a person are found without looking at the many that do not.
create index stillso_jobs_stopped on stillso_jobs (job_id) where state in ('parked', 'dead');

create table stillso_discarded (
    job_id integer primary key,
    kind text not null,
    reason text not null check (trim(reason) <> ''),
    at integer not null
) strict;
