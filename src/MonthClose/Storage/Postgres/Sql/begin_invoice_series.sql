insert into invoice_series (period, last_number, last_issued_at, last_account) values (@period, 0, 0, '') on conflict (period) do nothing
