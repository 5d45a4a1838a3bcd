insert into stillso_waits (job_id, waits_for) values (@job, @waits_for) on conflict do nothing
