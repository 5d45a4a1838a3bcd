select 1 from stillso.epochs where epoch = @epoch and not over
