select 1 from stillso_jobs where kind = 'report' and state in ('parked', 'dead')
