delete from stillso_keys where ordering_key = @key and job_id = @job
