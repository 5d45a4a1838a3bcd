select epoch from stillso_epochs where over = 0 and heartbeat_at <= cast(unixepoch('subsec') * 1000 as integer) - @lost_after
