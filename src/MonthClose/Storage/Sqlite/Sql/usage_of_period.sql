select u.category, u.service, u.cost, u.currency from usage u join usage_files f on f.file_id = u.file_id
where u.account_id = @account and u.charge_start >= @start and u.charge_start < @end and f.visible = 1
