select account_id, invoice_id, placed_at, released_at, reason
from holds where account_id in (select value from json_each(@ids)) order by account_id, placed_at, invoice_id
