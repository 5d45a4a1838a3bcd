select job_id, kind, payload, ordering_key, state, error, code from stillso_jobs where state in ('parked', 'dead') order by job_id
