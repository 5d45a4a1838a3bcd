update stillso_batches set completed = 1 where batch = @batch
