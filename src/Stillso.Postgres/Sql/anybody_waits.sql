select 1 from stillso.waits limit 1
