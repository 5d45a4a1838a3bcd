select job_id, kind, payload, ordering_key, attempt, max_attempts, run_at, batch, state from stillso.jobs where job_id = @job for update
