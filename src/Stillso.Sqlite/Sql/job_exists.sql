select 1 from stillso_jobs where job_id = @job and state not in ('parked', 'dead')
