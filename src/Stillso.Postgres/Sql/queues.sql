select queue, bool_or(paused), sum(waiting)::bigint, sum(running)::bigint, sum(stopped)::bigint, min(oldest) from (
    select queue, false as paused, count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state in ('leased', 'entered')) as running,
        count(*) filter (where state in ('parked', 'dead')) as stopped, min(run_at) filter (where state = 'waiting') as oldest
    from stillso.jobs group by queue
    union all
    select queue, true, 0, 0, 0, null from stillso.paused_queues) as counted
group by queue order by queue
