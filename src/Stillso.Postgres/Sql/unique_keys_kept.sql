select unique_key from stillso.unique_keys where unique_key = any(@keys) and until_at > @now
