insert into stillso.schedules (schedule, cron, zone, job, missed, may_overlap, on_time, next_at, last_at, last_job, enqueued, skipped)
values (@schedule, @cron, @zone, @job, @missed, @may_overlap, @on_time, @next_at, @last_at, @last_job, @enqueued, @skipped)
on conflict (schedule) do update set
    cron = excluded.cron, zone = excluded.zone, job = excluded.job, missed = excluded.missed, may_overlap = excluded.may_overlap,
    on_time = excluded.on_time, next_at = excluded.next_at, last_at = excluded.last_at, last_job = excluded.last_job,
    enqueued = excluded.enqueued, skipped = excluded.skipped
