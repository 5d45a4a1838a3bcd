insert into stillso_epochs (owner, heartbeat_at) values (@owner, @now) returning epoch
