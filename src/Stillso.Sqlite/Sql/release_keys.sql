delete from stillso_keys
where ordering_key in (select value from json_each(@keys)) and job_id in (select value from json_each(@jobs))
