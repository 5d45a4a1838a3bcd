delete from stillso_jobs where kind not in ('rate', 'invoice', 'apply_credits', 'charge')
