select r.period, r.through_file from ratings r join invoices i on i.account_id = r.account_id and i.period = r.period
where r.account_id = @account and r.period < @period order by r.period desc limit 1
