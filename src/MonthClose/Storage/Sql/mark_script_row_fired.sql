update script_rows set fired = 1, change_id = @change where script_row = @row
