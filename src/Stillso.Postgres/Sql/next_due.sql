-- "case": as in due.
select min(due) from unnest(@queues::text[]) as asked (queue), lateral (
    select greatest(run_at, rank) as due from stillso.jobs j
    where j.queue = asked.queue and case state when 'waiting' then true else false end and waits_for = 0 and rank < 9223372036854775807
      and (@kinds::text[] is null or kind || '/' || version = any(@kinds::text[]))
      and not exists (select 1 from stillso.paused_queues p where p.queue = asked.queue)
      and (ordering_key is null or not exists (select 1 from stillso.keys k where k.ordering_key = j.ordering_key and k.job_id <> j.job_id))
    order by rank limit 1) as next
