delete from stillso.unique_keys where until_at <= @now
