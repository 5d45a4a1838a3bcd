update stillso.jobs set state = 'entered', unique_key = case unique_until when 'Begun' then null else unique_key end
where job_id = any(@jobs) and epoch = @epoch and state = 'leased' returning job_id
