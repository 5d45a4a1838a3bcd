select account_id, credit_id, amount, remaining, currency, granted_at, expires_at, kind, posted
from credits where account_id in (select value from json_each(@ids)) and (posted = 0 or remaining <> '0') order by account_id, credit_id
