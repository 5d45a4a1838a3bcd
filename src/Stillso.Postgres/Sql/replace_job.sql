update stillso.jobs set queue = @queue, kind = @kind, version = @version, payload = @payload, premises = @premises, ordering_key = @ordering_key,
    run_at = @run_at, rank = @rank, priority = @priority, max_attempts = @max_attempts, limit_name = @limit_name, limit_key = @limit_key,
    unique_until = @unique_until, deadline = @deadline, max_losses = @max_losses, has_turn = false
where unique_key = @key and state = 'waiting' and attempt = 0 returning job_id
