select r.account_id, r.period, r.currency, r.lines, r.tax_rate, r.through_file, r.priced, r.problem from ratings r
where r.account_id in (select value from json_each(@ids))
    and r.period = (select max(l.period) from ratings l where l.account_id = r.account_id)
order by r.account_id
