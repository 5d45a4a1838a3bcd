create table stillso_epochs (
    epoch integer primary key autoincrement,
    owner text not null,
    heartbeat_at integer not null,
    over integer not null default 0 check (over in (0, 1))
) strict;

create table stillso_jobs (
    job_id integer primary key autoincrement,
    queue text not null,
    kind text not null,
    payload text not null,
    premises text not null,
    ordering_key text,
    unique_key text,
    run_at integer not null,
    rank integer not null,
    priority integer not null,
    attempt integer not null default 0,
    max_attempts integer not null check (max_attempts > 0),
    batch text,
    waits_for integer not null default 0 check (waits_for >= 0),
    state text not null default 'waiting' check (state in ('waiting', 'leased', 'entered', 'parked', 'dead')),
    epoch integer references stillso_epochs (epoch),
    error text,
    check ((state in ('leased', 'entered')) = (epoch is not null))
) strict;

create index stillso_jobs_claim on stillso_jobs (queue, rank, ordering_key, job_id) where state = 'waiting' and waits_for = 0;
create index stillso_jobs_held on stillso_jobs (epoch) where epoch is not null;
create index stillso_jobs_key on stillso_jobs (ordering_key, run_at) where ordering_key is not null;
create unique index stillso_jobs_unique on stillso_jobs (unique_key) where unique_key is not null;

create table stillso_waits (
    job_id integer not null,
    waits_for integer not null,
    primary key (waits_for, job_id)
) strict, without rowid;

-- Who holds an ordering key: a job in a worker's hands, or one that is being retried.
create table stillso_keys (
    ordering_key text primary key,
    job_id integer not null
) strict, without rowid;

create table stillso_batches (
    batch text primary key,
    pending integer not null default 0 check (pending >= 0),
    total integer not null default 0,
    dead integer not null default 0,
    completed integer not null default 0,
    on_success text,
    on_failure text,
    on_complete text
) strict;

create table stillso_subjects (
    subject text primary key,
    seq integer not null
) strict, without rowid;

create table stillso_changes (
    subject text not null,
    seq integer not null,
    at integer not null,
    change_id text not null unique,
    name text not null,
    value text not null,
    primary key (subject, seq)
) strict, without rowid;

create table stillso_decisions (
    subject text not null,
    seq integer not null,
    at integer not null,
    about text not null,
    step text not null,
    kind text not null check (kind in ('Acted', 'Revised', 'Superseded', 'Deferred', 'Parked')),
    believed text not null,
    believed_at integer,
    found text not null,
    found_at integer,
    causes text not null,
    reason text not null,
    primary key (subject, seq)
) strict, without rowid;

create table stillso_intents (
    intent_key text primary key,
    kind text not null,
    subject text not null,
    debt text not null,
    state text not null check (state in ('Ready', 'Sending', 'Unknown', 'Succeeded', 'Refused', 'Withdrawn', 'Parked')),
    frozen text not null,
    reference text,
    sends integer not null default 0 check (sends >= 0),
    decided_at integer not null,
    sent_at integer,
    settled_at integer,
    check ((state in ('Ready', 'Withdrawn')) = (sent_at is null)),
    check ((state in ('Succeeded', 'Refused', 'Withdrawn')) = (settled_at is not null))
) strict;

-- No second intent of a debt while the first could still succeed.
create unique index stillso_intents_open on stillso_intents (debt) where state in ('Ready', 'Sending', 'Unknown', 'Parked');
create index stillso_intents_debt on stillso_intents (debt, decided_at);
