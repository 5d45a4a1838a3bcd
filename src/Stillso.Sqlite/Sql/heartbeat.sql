update stillso_epochs set heartbeat_at = @now where epoch = @epoch and over = 0
