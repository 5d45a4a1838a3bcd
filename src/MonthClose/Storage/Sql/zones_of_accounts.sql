select distinct time_zone from accounts
