select r.base, r.quote, r.as_of, r.rate from rates r
where r.import_id = (
    select max(l.import_id) from rates l
    where l.base = r.base and l.quote = r.quote and l.as_of = r.as_of and l.import_id <= @import)
