delete from stillso_unique_keys where until_at <= @now
