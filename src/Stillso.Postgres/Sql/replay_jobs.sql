update stillso.jobs set state = 'waiting', attempt = 0, batch = null, deadline = null, lost_with = 0, lost_alone = 0, cancelled = false, run_at = @now, rank = @now - priority * @step
where job_id = any(@jobs) and state in ('parked', 'dead')
