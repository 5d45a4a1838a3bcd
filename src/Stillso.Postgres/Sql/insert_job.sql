insert into stillso.jobs (queue, kind, version, payload, premises, ordering_key, unique_until, run_at, rank, priority, max_attempts, max_losses, batch, waits_for, occurrence, deadline, trace_parent, limit_name, limit_key)
values (@queue, @kind, @version, @payload, @premises, @ordering_key, @unique_until, @run_at, @rank, @priority, @max_attempts, @max_losses, @batch, @waits_for, @occurrence, @deadline, @trace_parent, @limit, @limit_key)
returning job_id
