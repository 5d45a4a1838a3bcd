update stillso.jobs set state = 'leased', epoch = @epoch, attempt = attempt + 1, has_turn = false where job_id = any(@jobs) and state = 'waiting'
