select 1 from stillso_waits limit 1
