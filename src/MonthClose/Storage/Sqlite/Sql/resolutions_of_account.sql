select item, outcome, reason, at from resolutions where account_id = @account order by resolution_id
