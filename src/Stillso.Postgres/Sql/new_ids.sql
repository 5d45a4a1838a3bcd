select nextval('stillso.jobs_job_id_seq') from generate_series(1, @jobs)
