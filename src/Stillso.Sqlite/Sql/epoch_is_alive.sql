select 1 from stillso_epochs where epoch = @epoch and over = 0
