delete from stillso_waits where waits_for in (select value from json_each(@jobs))
