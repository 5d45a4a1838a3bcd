select epoch from stillso.epochs where epoch = @epoch and not over for update
