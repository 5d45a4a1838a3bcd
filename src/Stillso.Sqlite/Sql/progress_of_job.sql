select job_id, kind, done, note, epoch is not null, cancelled from stillso_jobs where job_id = @job
