select job_id from stillso_jobs where epoch = @epoch and cancelled = 1
