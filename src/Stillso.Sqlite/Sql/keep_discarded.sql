insert into stillso_discarded (job_id, kind, reason, at)
select job_id, kind, @reason, @at from stillso_jobs where job_id in (select value from json_each(@jobs))
