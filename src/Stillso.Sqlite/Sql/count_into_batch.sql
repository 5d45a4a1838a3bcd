update stillso_batches set pending = pending + 1, total = total + 1 where batch = @batch
