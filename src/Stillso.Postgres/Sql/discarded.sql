select job_id, kind, reason, at from stillso.discarded where at >= @since order by at, job_id
