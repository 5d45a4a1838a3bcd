insert into holds (account_id, invoice_id, placed_at, released_at, reason) values (@account, @invoice, @placed_at, @released_at, @reason)
on conflict (account_id, invoice_id) do update set released_at = excluded.released_at
