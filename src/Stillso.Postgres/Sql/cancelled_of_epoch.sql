select job_id from stillso.jobs where epoch = @epoch and cancelled
