update stillso.jobs j set state = 'waiting', epoch = null, attempt = e.attempt, run_at = e.run_at, rank = e.run_at - j.priority * @step, error = e.error, lost_with = 0, lost_alone = 0
from unnest(@jobs::bigint[], @attempts::integer[], @run_ats::bigint[], @errors::text[]) as e (job_id, attempt, run_at, error) where j.job_id = e.job_id
