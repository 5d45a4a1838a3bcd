update stillso_jobs set state = @state, epoch = null, error = @error, code = @code, unique_key = null where job_id = @job
