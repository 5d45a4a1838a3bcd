update stillso_jobs set has_turn = 1, run_at = @run_at, rank = @run_at - priority * @step where job_id = @job
