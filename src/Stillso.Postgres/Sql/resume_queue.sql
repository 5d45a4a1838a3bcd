delete from stillso.paused_queues where queue = @queue
