insert into credits (credit_id, account_id, amount, remaining, currency, granted_at, expires_at, kind, posted, loaded)
values (@id, @account, @amount, @remaining, @currency, @granted_at, @expires_at, @kind, @posted, @loaded)
on conflict (credit_id) do nothing
