delete from stillso.jobs where job_id = any(@jobs)
