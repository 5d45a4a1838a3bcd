insert into stillso_paused_queues (queue) values (@queue) on conflict do nothing
