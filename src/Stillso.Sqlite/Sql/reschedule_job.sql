update stillso_jobs set state = 'waiting', epoch = null, attempt = @attempt, run_at = @run_at, rank = @rank_at - priority * @step, error = @error, lost_with = 0, lost_alone = 0
where job_id = @job
