select subject, seq, at, change_id, name, value from stillso.changes where subject = any(@subjects) order by subject, seq
