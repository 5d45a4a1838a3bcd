select limit_name, concurrency, starts, per, burst from stillso_limits order by limit_name
