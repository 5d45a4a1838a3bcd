delete from stillso_batch_waits where batch = @batch
