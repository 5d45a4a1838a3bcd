select t.account_id, t.tax_rate from tax_rates t
where t.account_id in (select value from json_each(@ids)) and t.import_id = (
    select max(l.import_id) from tax_rates l where l.account_id = t.account_id and l.import_id <= @import)
