select next_at from stillso.schedules where next_at is not null order by next_at limit 1
