update stillso_batches set pending = pending - @jobs, dead = dead + @dead where batch = @batch
returning pending, dead, completed, on_success, on_failure, on_complete
