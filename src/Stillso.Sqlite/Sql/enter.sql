update stillso_jobs set state = 'entered'
where job_id in (select value from json_each(@jobs)) and epoch = @epoch and state = 'leased' returning job_id
