insert into script_rows (period, boundary, account_id, change, value) values (@period, @boundary, @account, @change, @value)
