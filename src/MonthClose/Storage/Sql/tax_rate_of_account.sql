select tax_rate from tax_rates where account_id = @account order by import_id desc limit 1
