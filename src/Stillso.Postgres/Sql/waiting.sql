select job_id, kind, payload, ordering_key, run_at, premises from stillso.jobs
where state = 'waiting' and (@key::text is null or ordering_key = @key::text) order by run_at, job_id
