insert into stillso_batches (batch, on_success, on_failure, on_complete) values (@batch, @on_success, @on_failure, @on_complete)
on conflict (batch) do nothing
