delete from stillso.keys where ordering_key = any(@keys) and job_id = any(@jobs)
