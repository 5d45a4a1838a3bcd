select account_id, period, lines, currency from ratings where account_id in (select value from json_each(@ids)) order by account_id, period
