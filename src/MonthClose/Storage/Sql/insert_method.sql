insert into payment_methods (payment_method_id, account_id, is_default, exp_month, exp_year, loaded)
values (@id, @account, @is_default, @exp_month, @exp_year, @loaded)
on conflict (payment_method_id) do nothing
