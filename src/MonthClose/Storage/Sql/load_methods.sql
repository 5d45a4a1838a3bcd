select account_id, payment_method_id, is_default, exp_month, exp_year
from payment_methods where account_id in (select value from json_each(@ids)) order by account_id, payment_method_id
