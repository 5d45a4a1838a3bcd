-- A queue and its history for the floor: what a loop around plain statements would need, and no more.
create table floor_jobs (
    id integer primary key,
    queue text not null,
    priority integer not null,
    run_at integer not null,
    attempt integer not null,
    token integer,
    expires_at integer,
    payload text not null
) strict;
create index floor_jobs_claim on floor_jobs (queue, priority, run_at, id) where token is null;
create table floor_history (
    id integer primary key,
    payload text not null,
    attempt integer not null,
    finished_at integer not null
) strict;
