update stillso.jobs set checkpoint = coalesce(@checkpoint, checkpoint), done = coalesce(@done, done), note = coalesce(@note, note)
where job_id = @job and epoch = @epoch
