select run_at from stillso_jobs
where queue = @queue and state = 'waiting' and waits_for = 0
order by rank limit 1
