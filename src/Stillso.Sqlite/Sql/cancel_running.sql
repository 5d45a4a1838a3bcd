update stillso_jobs set cancelled = 1 where job_id = @job and state in ('leased', 'entered')
