select job_id, kind, payload, ordering_key, run_at, premises from stillso_jobs
where state = 'waiting' order by run_at, job_id
