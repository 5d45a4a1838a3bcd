select count(*) from stillso_jobs where state in ('parked', 'dead')
