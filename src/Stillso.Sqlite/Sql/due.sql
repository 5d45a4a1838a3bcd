-- Most jobs have nothing but what comes first, and every column that is read takes its time.
select job_id, kind, payload, ordering_key, attempt + 1, max_attempts, run_at, version,
    iif(premises <> '' or coalesce(batch, occurrence, limit_name, trace_parent, deadline, checkpoint) is not null or has_turn + lost_with > 0, 2, 1),
    premises, batch, occurrence, limit_name, limit_key, has_turn, trace_parent, deadline, lost_with, checkpoint
from stillso_jobs
where queue = @queue and state = 'waiting' and waits_for = 0 and rank <= @now and run_at <= @now
  and (@kinds is null or kind || '/' || version in (select value from json_each(@kinds)))
  and (limit_name is null or limit_name || '/' || limit_key not in (select value from json_each(@full)))
  and not exists (select 1 from stillso_paused_queues where queue = @queue)
  and not exists (select 1 from stillso_keys k where k.ordering_key = stillso_jobs.ordering_key and k.job_id <> stillso_jobs.job_id)
order by rank, ordering_key, job_id
