select job_id from stillso.jobs j
where job_id = any(@jobs) and state = 'waiting' and not exists (select 1 from stillso.keys k where k.ordering_key = j.ordering_key and k.job_id = j.job_id)
order by job_id for update of j
