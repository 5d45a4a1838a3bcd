update stillso.epochs set heartbeat_at = clock_timestamp() where epoch = @epoch and not over
