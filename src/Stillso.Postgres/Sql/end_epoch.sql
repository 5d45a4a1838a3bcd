update stillso.epochs set over = true where epoch = @epoch
