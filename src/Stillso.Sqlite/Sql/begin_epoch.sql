insert into stillso_epochs (owner, heartbeat_at) values (@owner, cast(unixepoch('subsec') * 1000 as integer)) returning epoch
