select batch, completed from stillso.batches where batch = any(@batches) order by batch for update
