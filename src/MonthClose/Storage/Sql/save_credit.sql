insert into credits (credit_id, account_id, amount, remaining, currency, granted_at, expires_at, kind, posted)
values (@id, @account, @amount, @remaining, @currency, @granted_at, @expires_at, @kind, @posted)
on conflict (credit_id) do update set remaining = excluded.remaining, posted = excluded.posted
