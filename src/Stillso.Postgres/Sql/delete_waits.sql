delete from stillso.waits where waits_for = any(@jobs)
