alter table stillso_jobs add column unique_until text not null default 'Ended' check (unique_until in ('Ended', 'Begun'));

-- Keys that are kept for a time, whatever becomes of their jobs.
create table stillso_unique_keys (
    unique_key text primary key,
    until_at integer not null
) strict, without rowid;

create index stillso_unique_keys_until on stillso_unique_keys (until_at);
