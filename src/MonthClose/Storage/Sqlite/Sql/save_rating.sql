insert into ratings (account_id, period, lines, total, currency) values (@account, @period, @lines, @total, @currency)
on conflict (account_id, period) do update set lines = excluded.lines, total = excluded.total, currency = excluded.currency
