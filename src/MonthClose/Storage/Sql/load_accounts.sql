select account_id, name, email, currency, time_zone, status, display_currency, gateway_customer_id, country
from accounts where account_id in (select value from json_each(@ids))
