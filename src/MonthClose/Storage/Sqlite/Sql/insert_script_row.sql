insert into script_rows (script_row, boundary, account_id, change, value) values (@row, @boundary, @account, @change, @value)
on conflict (script_row) do nothing
