update stillso.schedules set next_at = @next_at, last_at = @last_at, last_job = @last_job, enqueued = @enqueued, skipped = @skipped
where schedule = @schedule and next_at = @from
