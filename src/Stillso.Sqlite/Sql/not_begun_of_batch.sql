select job_id from stillso_jobs where batch = @batch and state = 'waiting' and attempt = 0
