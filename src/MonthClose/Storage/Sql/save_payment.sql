insert into payments (account_id, ordinal, invoice_id, attempt, amount, currency, payment_method_id, status, decline_code, gateway_reference,
    idempotency_key, decided_at, decided_seq, settled_at)
values (@account, @ordinal, @invoice, @attempt, @amount, @currency, @method, @status, @decline_code, @reference, @key, @decided_at, @decided_seq, @settled_at)
on conflict (account_id, ordinal) do update set attempt = excluded.attempt, status = excluded.status, decline_code = excluded.decline_code,
    gateway_reference = excluded.gateway_reference, decided_at = excluded.decided_at, decided_seq = excluded.decided_seq, settled_at = excluded.settled_at
