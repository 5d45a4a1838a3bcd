insert into stillso.paused_queues (queue) values (@queue) on conflict do nothing
