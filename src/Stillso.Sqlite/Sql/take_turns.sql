update stillso_jobs set has_turn = 0 where has_turn = 1 and job_id in (select value from json_each(@jobs))
