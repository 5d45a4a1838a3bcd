-- A lease changes a job's row where it stands, and no index (HOT): none knows who holds a job, or whether it waits. The pages are less than half full, so that the second version of each row
-- has room beside the first.
drop index stillso.jobs_claim, stillso.jobs_key, stillso.jobs_held, stillso.jobs_limited, stillso.jobs_stopped;
alter index stillso.jobs_pkey reset (fillfactor);
alter table stillso.jobs set (fillfactor = 45);

-- Those that have stopped come last.
update stillso.jobs set rank = 9223372036854775807 where state in ('parked', 'dead');

create index jobs_claim on stillso.jobs (queue, rank, (coalesce(ordering_key, '')), job_id) where waits_for = 0;
create index jobs_key on stillso.jobs (ordering_key, rank, job_id) where ordering_key is not null;
-- Workers of the version before leave those that stop where they were, with an error. So do those that are tried again.
create index jobs_stopped on stillso.jobs (job_id) where error is not null or rank = 9223372036854775807;
create index jobs_cancelled on stillso.jobs (job_id) where cancelled;

-- What an epoch may hold: every job that it does, and some that it does no longer.
create table stillso.leases (
    epoch bigint not null,
    lease bigint not null,
    jobs bigint[] not null,
    primary key (epoch, lease)
) with (vacuum_truncate = off);

-- Workers of the version before do not list what they lease.
alter table stillso.epochs add lists boolean not null default false;
