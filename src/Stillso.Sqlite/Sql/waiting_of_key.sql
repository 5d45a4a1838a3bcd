select job_id, kind, payload, ordering_key, run_at, premises from stillso_jobs
where ordering_key = @key and state = 'waiting' order by run_at, job_id
