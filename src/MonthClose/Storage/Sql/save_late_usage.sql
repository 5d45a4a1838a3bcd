insert into late_usage (change_id, account_id, charge_start, cost, currency, billed_by, period) values (@change, @account, @at, @cost, @currency, @billed_by, @period)
on conflict (change_id) do update set billed_by = excluded.billed_by
