select job_id, kind, reason, at from stillso_discarded where at >= @since order by at, job_id
