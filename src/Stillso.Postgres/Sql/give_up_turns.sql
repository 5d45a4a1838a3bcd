update stillso.jobs set has_turn = false, run_at = @now, rank = @now - priority * @step
where has_turn and state = 'waiting' and (limit_name = @name or queue = @queue)
