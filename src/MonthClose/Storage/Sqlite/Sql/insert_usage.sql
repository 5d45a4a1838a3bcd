insert into usage (account_id, charge_start, file_id, line, category, service, cost, currency)
values (@account, @start, @file, @line, @category, @service, @cost, @currency)
