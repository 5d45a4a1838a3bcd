select subject, seq, at, change_id, name, value from stillso.changes where subject = @subject and seq > @seq order by seq
