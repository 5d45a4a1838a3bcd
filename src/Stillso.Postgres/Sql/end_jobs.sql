update stillso.jobs j set state = e.state, rank = 9223372036854775807, epoch = null, error = e.error, code = e.code, unique_key = null
from unnest(@jobs::bigint[], @states::text[], @errors::text[], @codes::text[]) as e (job_id, state, error, code) where j.job_id = e.job_id
