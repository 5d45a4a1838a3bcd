insert into stillso_batch_waits (batch, job_id) values (@batch, @job)
