insert into stillso_keys (ordering_key, job_id) values (@key, @job) on conflict (ordering_key) do nothing
