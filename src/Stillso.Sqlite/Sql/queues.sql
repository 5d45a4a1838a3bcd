select queue, max(paused), sum(waiting), sum(running), sum(stopped), min(oldest) from (
    select queue, 0 as paused, sum(state = 'waiting') as waiting, sum(state in ('leased', 'entered')) as running,
        sum(state in ('parked', 'dead')) as stopped, min(case state when 'waiting' then run_at end) as oldest
    from stillso_jobs group by queue
    union all
    select queue, 1, 0, 0, 0, null from stillso_paused_queues)
group by queue order by queue
