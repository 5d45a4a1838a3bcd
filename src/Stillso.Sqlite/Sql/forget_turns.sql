delete from stillso_limit_turns where limit_name = @name
