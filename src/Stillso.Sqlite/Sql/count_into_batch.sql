update stillso_batches set pending = pending + @jobs, total = total + @jobs where batch = @batch and completed = 0 and cancelled = 0
