select count(*) filter (where state in ('waiting', 'leased', 'entered')), count(*) filter (where state = 'dead')
from stillso_jobs where kind in ('rate', 'invoice', 'apply_credits', 'charge')
