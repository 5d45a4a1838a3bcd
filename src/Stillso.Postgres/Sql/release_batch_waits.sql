with locked as (
    select j.job_id from stillso.jobs j join stillso.batch_waits w on w.job_id = j.job_id where w.batch = @batch order by j.job_id for update of j)
update stillso.jobs j set waits_for = waits_for - 1 from locked l where j.job_id = l.job_id
