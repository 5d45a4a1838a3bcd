select max(run_at, rank) from stillso_jobs
where queue = @queue and state = 'waiting' and waits_for = 0
  and (@kinds is null or kind || '/' || version in (select value from json_each(@kinds)))
  and not exists (select 1 from stillso_paused_queues where queue = @queue)
  and not exists (select 1 from stillso_keys k where k.ordering_key = stillso_jobs.ordering_key and k.job_id <> stillso_jobs.job_id)
order by rank limit 1
