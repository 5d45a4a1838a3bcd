delete from stillso_jobs where job_id in (select value from json_each(@jobs))
