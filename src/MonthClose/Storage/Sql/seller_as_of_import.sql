select s.key, s.value from sellers s
where s.import_id = (select max(l.import_id) from sellers l where l.key = s.key and l.import_id <= @import)
