delete from stillso_limits where limit_name = @name
