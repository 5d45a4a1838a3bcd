select through_file from ratings where account_id = @account and period = @period
