update stillso_jobs set waits_for = waits_for - (
    select count(*) from stillso_waits w where w.job_id = stillso_jobs.job_id and w.waits_for in (select value from json_each(@jobs)))
where job_id in (select job_id from stillso_waits where waits_for in (select value from json_each(@jobs)))
