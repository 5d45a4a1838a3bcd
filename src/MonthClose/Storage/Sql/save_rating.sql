insert into ratings (account_id, period, currency, lines, tax_rate, through_file, priced, problem, import_id)
values (@account, @period, @currency, @lines, @tax_rate, @through, @priced, @problem, @import)
on conflict (account_id, period) do update set currency = excluded.currency, lines = excluded.lines, tax_rate = excluded.tax_rate,
    through_file = excluded.through_file, priced = excluded.priced, problem = excluded.problem, import_id = excluded.import_id
