insert into stillso_jobs (queue, kind, payload, premises, ordering_key, unique_key, run_at, rank, priority, max_attempts, batch, waits_for, occurrence, version, limit_name, limit_key, unique_until, trace_parent, deadline, max_losses)
values (@queue, @kind, @payload, @premises, @ordering_key, @unique_key, @run_at, @rank, @priority, @max_attempts, @batch, @waits_for, @occurrence, @version, @limit_name, @limit_key, @unique_until, @trace_parent, @deadline, @max_losses)
on conflict (unique_key) where unique_key is not null do nothing
