delete from stillso_jobs where kind not in ('rate', 'invoice', 'apply_credits', 'charge') or state in ('parked', 'dead')
