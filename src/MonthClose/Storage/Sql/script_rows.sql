select script_row, boundary, account_id, change, value from script_rows where period = @period order by script_row
