insert into sellers (key, import_id, value) values (@key, @import, @value)
