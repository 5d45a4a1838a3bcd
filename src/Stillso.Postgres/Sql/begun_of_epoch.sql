select job_id, kind, payload, ordering_key, attempt, max_attempts, run_at, batch, lost_alone, max_losses from stillso.jobs where epoch = @epoch and state = 'entered'
