select idempotency_key, account_id from payments where idempotency_key is not null
