delete from stillso.schedules where schedule = @schedule
