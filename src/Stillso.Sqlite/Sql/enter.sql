update stillso_jobs set state = 'entered' where job_id = @job and epoch = @epoch and state = 'leased'
