insert into imports default values returning import_id
