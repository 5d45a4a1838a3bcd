select limit_name, concurrency, starts, per, burst from stillso.limits order by limit_name
