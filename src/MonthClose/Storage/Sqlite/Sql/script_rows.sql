select script_row, boundary, account_id, change, value from script_rows order by script_row
