delete from stillso.batch_waits where batch = @batch
