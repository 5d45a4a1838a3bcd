delete from stillso_waits where waits_for = @job
