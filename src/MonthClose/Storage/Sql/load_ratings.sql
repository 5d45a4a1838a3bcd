select r.account_id, r.period, r.currency, r.lines, r.tax_rate, r.through_file, r.priced, r.problem, r.import_id from ratings r
where r.account_id in (select value from json_each(@ids))
    and not exists (select 1 from invoices i where i.account_id = r.account_id and i.period = r.period and i.invoice_number is not null)
order by r.account_id, r.period
