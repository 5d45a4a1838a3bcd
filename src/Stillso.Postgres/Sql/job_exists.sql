select 1 from stillso.jobs where job_id = @job and state not in ('parked', 'dead')
