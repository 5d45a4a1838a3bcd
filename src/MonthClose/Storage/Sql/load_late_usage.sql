select account_id, change_id, period, cost, currency, billed_by
from late_usage where account_id in (select value from json_each(@ids)) order by account_id, period, change_id
