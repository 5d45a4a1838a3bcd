select limit_name, limit_key, count(*) from stillso.jobs where epoch is not null and limit_name is not null group by limit_name, limit_key
