insert into stillso.changes (subject, seq, at, change_id, name, value) values (@subject, @seq, @at, @change, @name, @value)
