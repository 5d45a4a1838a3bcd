insert into stillso_keys (ordering_key, job_id)
select ordering_key, job_id from stillso_jobs where job_id in (select value from json_each(@jobs)) and ordering_key is not null
on conflict (ordering_key) do nothing
