create table stillso_batch_waits (
    batch text not null,
    job_id integer not null,
    primary key (batch, job_id)
) strict, without rowid;
