alter table stillso_jobs add column occurrence integer;

create table stillso_schedules (
    schedule text primary key,
    cron text not null,
    zone text not null,
    job text not null,
    missed text not null check (missed in ('Skip', 'RunOnce', 'RunEach')),
    may_overlap integer not null check (may_overlap in (0, 1)),
    on_time integer not null check (on_time >= 0),
    next_at integer,
    last_at integer,
    last_job integer not null default 0,
    enqueued integer not null default 0,
    skipped integer not null default 0,
    -- Whoever would fire an occurrence again is refused by the table itself.
    check (next_at > last_at)
) strict, without rowid;

create index stillso_schedules_next on stillso_schedules (next_at) where next_at is not null;
