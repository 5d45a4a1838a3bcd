update stillso_jobs set state = 'leased', epoch = @epoch, attempt = attempt + 1
where job_id in (select value from json_each(@jobs)) and state = 'waiting'
