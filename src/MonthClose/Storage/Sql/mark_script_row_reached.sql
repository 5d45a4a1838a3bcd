update script_rows set reached = 1 where script_row = @row
