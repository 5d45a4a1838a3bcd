update stillso_jobs set state = 'entered', unique_key = iif(unique_until = 'Begun', null, unique_key)
where job_id in (select value from json_each(@jobs)) and epoch = @epoch and state = 'leased' returning job_id
