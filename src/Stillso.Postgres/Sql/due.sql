-- How many wait is kept from the planner ("case"): where it thinks that few do, it sorts all that are due instead of beginning in their order.
-- Of each key only the job that holds it, or else the first: also one that another worker is about to take holds up those behind it.
select job_id, kind, payload, ordering_key, attempt, max_attempts, run_at, premises, batch, occurrence, version, limit_name, limit_key, has_turn, trace_parent, deadline, lost_with, checkpoint, rank, j.ctid::text
from stillso.jobs j
where queue = @queue and case state when 'waiting' then true else false end and waits_for = 0 and (rank, coalesce(ordering_key, ''), job_id) >= (@from_rank, @from_key, @from_job) and rank <= @now and run_at <= @now and job_id <> all(@seen)
  and (@kinds::text[] is null or kind || '/' || version = any(@kinds::text[]))
  and (limit_name is null or limit_name || '/' || limit_key <> all(@full))
  and not exists (select 1 from stillso.paused_queues where queue = @queue)
  and (ordering_key is null or coalesce((select k.job_id = j.job_id from stillso.keys k where k.ordering_key = j.ordering_key), not exists (
    select 1 from stillso.jobs e
    where e.ordering_key = j.ordering_key and e.state = 'waiting' and (e.rank, e.job_id) < (j.rank, j.job_id)
      and e.queue = @queue and e.waits_for = 0 and e.run_at <= @now and e.job_id <> all(@seen)
      and (@kinds::text[] is null or e.kind || '/' || e.version = any(@kinds::text[]))
      and (e.limit_name is null or e.limit_name || '/' || e.limit_key <> all(@full)))))
order by rank, coalesce(ordering_key, ''), job_id limit @limit
for update of j skip locked
