select account_id, time_zone from accounts order by account_id
