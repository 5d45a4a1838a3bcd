-- Of workers of the version before, which list nothing, all jobs are looked at.
select queue, limit_name, limit_key, count(*) from (
    select queue, limit_name, limit_key from stillso.jobs where job_id = any(array(select unnest(jobs) from stillso.leases)) and epoch is not null
    union all
    select held.* from stillso.epochs e, lateral (select queue, limit_name, limit_key from stillso.jobs j where j.epoch = e.epoch offset 0) as held where not e.over and not e.lists) as running
group by queue, limit_name, limit_key
