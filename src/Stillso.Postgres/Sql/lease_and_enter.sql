update stillso.jobs set state = 'entered', epoch = @epoch, attempt = attempt + 1, has_turn = false, unique_key = case unique_until when 'Begun' then null else unique_key end
where job_id = any(@jobs) and state = 'waiting' returning job_id
