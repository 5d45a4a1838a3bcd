delete from stillso_paused_queues where queue = @queue
