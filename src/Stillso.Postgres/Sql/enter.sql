update stillso.jobs set state = 'entered', unique_key = case unique_until when 'Begun' then null else unique_key end
where epoch = @epoch and job_id = any(@jobs) and state = 'leased' returning job_id
