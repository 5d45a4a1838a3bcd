update stillso_jobs set state = 'waiting', epoch = null where epoch = @epoch
