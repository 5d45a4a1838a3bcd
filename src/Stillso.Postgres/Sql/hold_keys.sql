-- In order, so that two who want the same keys wait for each other and not both at once.
insert into stillso.keys as k (ordering_key, job_id)
select ordering_key, job_id from stillso.jobs where job_id = any(@jobs) and ordering_key is not null order by ordering_key
on conflict (ordering_key) do update set job_id = excluded.job_id where k.job_id = excluded.job_id
returning job_id
