insert into tax_rates (account_id, import_id, tax_rate) values (@account, @import, @rate)
