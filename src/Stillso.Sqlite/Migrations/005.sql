create table stillso_paused_queues (
    queue text primary key
) strict, without rowid;

create table stillso_limits (
    limit_name text primary key,
    concurrency integer check (concurrency > 0),
    starts integer check (starts > 0),
    per integer not null check (per > 0),
    burst integer check (burst > 0),
    check (concurrency is not null or starts is not null)
) strict, without rowid;

-- When the next start would come if starts were evenly spread, in ticks of 100 ns.
create table stillso_limit_turns (
    limit_name text not null,
    limit_key text not null,
    next_at integer not null,
    primary key (limit_name, limit_key)
) strict, without rowid;

alter table stillso_jobs add column limit_name text;
alter table stillso_jobs add column limit_key text not null default '';
-- It came too early for its rate: run_at is the turn that it drew.
alter table stillso_jobs add column has_turn integer not null default 0 check (has_turn in (0, 1));

-- What is under a full limit is passed over in the index alone.
drop index stillso_jobs_claim;
create index stillso_jobs_claim on stillso_jobs (queue, rank, ordering_key, job_id, limit_name, limit_key) where state = 'waiting' and waits_for = 0;
create index stillso_jobs_limited on stillso_jobs (limit_name, limit_key) where epoch is not null and limit_name is not null;
create index stillso_jobs_turns on stillso_jobs (limit_name) where has_turn = 1;
