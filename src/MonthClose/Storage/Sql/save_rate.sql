insert into rates (base, quote, as_of, import_id, rate) values (@base, @quote, @as_of, @import, @rate)
