select account_id from accounts where account_id in (select value from json_each(@ids)) order by account_id for no key update
