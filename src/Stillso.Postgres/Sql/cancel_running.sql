update stillso.jobs set cancelled = true where job_id = @job and state in ('leased', 'entered')
