select job_id, kind, payload, ordering_key, attempt, max_attempts, run_at, batch from stillso_jobs where job_id = @job and state = 'waiting'
