select script_row, boundary, account_id, change, value from script_rows where fired = 0 order by script_row
