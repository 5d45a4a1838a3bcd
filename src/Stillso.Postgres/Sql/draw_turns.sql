update stillso.jobs j set has_turn = true, run_at = t.run_at, rank = t.run_at - j.priority * @step
from unnest(@jobs::bigint[], @turns::bigint[]) as t (job_id, run_at) where j.job_id = t.job_id
