select schedule, cron, zone, job, missed, may_overlap, on_time, next_at, last_at, last_job, enqueued, skipped
from stillso.schedules where schedule = @schedule
