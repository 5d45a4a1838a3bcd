delete from stillso.limit_turns where limit_name = @name
