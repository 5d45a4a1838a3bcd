insert into accounts (account_id, name, email, currency, time_zone, country, tax_rate, status, display_currency, gateway_customer_id, loaded)
values (@id, @name, @email, @currency, @time_zone, @country, @tax_rate, @status, @display, @customer, @loaded)
on conflict (account_id) do nothing
