select subject, seq, at, change_id, name, value from stillso_changes
where subject in (select value from json_each(@subjects)) order by subject, seq
