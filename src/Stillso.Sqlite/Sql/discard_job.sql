delete from stillso_jobs where job_id = @job and state in ('parked', 'dead')
