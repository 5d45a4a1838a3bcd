-- A job that holds its key has begun: it is in a worker's hands, or being retried.
select job_id, kind, payload, ordering_key, run_at, premises, batch from stillso_jobs
where ordering_key = @key and state = 'waiting' and not exists (select 1 from stillso_keys k where k.job_id = stillso_jobs.job_id)
order by run_at, job_id
