select 1 from stillso_unique_keys where unique_key = @key and until_at > @now
