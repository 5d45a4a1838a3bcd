select job_id, kind, done, note, epoch is not null, cancelled from stillso.jobs where job_id = @job
