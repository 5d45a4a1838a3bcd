insert into payment_methods (payment_method_id, account_id, is_default, exp_month, exp_year) values (@id, @account, @is_default, @exp_month, @exp_year)
on conflict (payment_method_id) do update set is_default = excluded.is_default where payment_methods.account_id = excluded.account_id
