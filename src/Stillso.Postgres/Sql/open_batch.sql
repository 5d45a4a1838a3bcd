insert into stillso.batches (batch, on_success, on_failure, on_complete, success, open)
values (@batch, @on_success, @on_failure, @on_complete, @success, @open)
on conflict (batch) do nothing
