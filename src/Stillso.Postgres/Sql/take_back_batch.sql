delete from stillso.jobs where batch = @batch and state = 'waiting' and attempt = 0 returning job_id
