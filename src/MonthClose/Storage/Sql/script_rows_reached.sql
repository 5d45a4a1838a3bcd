select script_row, boundary, account_id, change, value from script_rows where reached = 1 and fired = 0 order by account_id, script_row
