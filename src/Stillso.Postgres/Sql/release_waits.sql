with released as (select job_id, count(*)::integer as ended from stillso.waits where waits_for = any(@jobs) group by job_id),
locked as (select j.job_id, r.ended from stillso.jobs j join released r on r.job_id = j.job_id order by j.job_id for update of j)
update stillso.jobs j set waits_for = waits_for - l.ended from locked l where j.job_id = l.job_id
