update stillso_epochs set heartbeat_at = cast(unixepoch('subsec') * 1000 as integer) where epoch = @epoch and over = 0
