-- A job that holds its key has begun: it is in a worker's hands, or being retried.
select job_id, kind, payload, ordering_key, run_at, premises, batch from stillso.jobs j
where ordering_key = @key and state = 'waiting' and not exists (select 1 from stillso.keys k where k.ordering_key = j.ordering_key and k.job_id = j.job_id)
order by run_at, job_id
