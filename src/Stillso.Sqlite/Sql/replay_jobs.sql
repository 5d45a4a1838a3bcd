update stillso_jobs set state = 'waiting', attempt = 0, batch = null, deadline = null, lost_with = 0, lost_alone = 0, cancelled = 0, run_at = @now, rank = @now - priority * @step
where job_id in (select value from json_each(@jobs))
