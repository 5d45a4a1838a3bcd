select account_id, change_id, amount, currency, received_at
from waiting_transfers where account_id in (select value from json_each(@ids)) order by account_id, received_at, change_id
