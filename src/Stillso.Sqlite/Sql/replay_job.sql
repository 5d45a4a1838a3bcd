update stillso_jobs set state = 'waiting', attempt = 0, batch = null, run_at = @now, rank = @now - priority * @step
where job_id = @job and state in ('parked', 'dead')
