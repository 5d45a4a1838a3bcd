insert into invoice_series (period, last_number, last_issued_at, last_account) values (@period, @number, @at, @account)
on conflict (period) do update set last_number = excluded.last_number, last_issued_at = excluded.last_issued_at, last_account = excluded.last_account
