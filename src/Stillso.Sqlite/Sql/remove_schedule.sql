delete from stillso_schedules where schedule = @schedule
