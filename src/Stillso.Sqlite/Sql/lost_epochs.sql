select epoch from stillso_epochs where over = 0 and heartbeat_at <= @before
