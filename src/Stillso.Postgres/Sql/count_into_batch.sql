update stillso.batches set pending = pending + @jobs, total = total + @jobs where batch = @batch and not completed and not cancelled
