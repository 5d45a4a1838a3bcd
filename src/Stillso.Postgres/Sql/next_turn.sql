select next_at from stillso.limit_turns where limit_name = @name and limit_key = @key
