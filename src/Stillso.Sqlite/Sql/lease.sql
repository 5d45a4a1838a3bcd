update stillso_jobs set state = 'leased', epoch = @epoch, attempt = attempt + 1 where job_id = @job and state = 'waiting'
