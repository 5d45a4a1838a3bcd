update stillso_epochs set over = 1 where epoch = @epoch
