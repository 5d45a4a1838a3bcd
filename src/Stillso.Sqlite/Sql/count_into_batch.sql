update stillso_batches set pending = pending + @jobs, total = total + @jobs where batch = @batch
