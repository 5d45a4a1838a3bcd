insert into resolutions (item, account_id, outcome, reason, at) values (@item, @account, @outcome, @reason, @at)
