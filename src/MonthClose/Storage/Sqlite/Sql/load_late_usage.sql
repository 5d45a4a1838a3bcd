select account_id, change_id, charge_start, cost, currency, billed_by
from late_usage where account_id in (select value from json_each(@ids)) order by account_id, charge_start, change_id
