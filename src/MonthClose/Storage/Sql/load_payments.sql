select account_id, ordinal, invoice_id, attempt, amount, currency, payment_method_id, status, decline_code, gateway_reference,
    idempotency_key, decided_at, decided_seq, settled_at
from payments where account_id in (select value from json_each(@ids)) order by account_id, ordinal
