update stillso_jobs set has_turn = 0, run_at = @now, rank = @now - priority * @step
where has_turn = 1 and state = 'waiting' and (limit_name = @name or queue = @queue)
