select pending, total, dead, completed from stillso_batches where batch = @batch
