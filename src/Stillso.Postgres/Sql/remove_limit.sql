delete from stillso.limits where limit_name = @name
