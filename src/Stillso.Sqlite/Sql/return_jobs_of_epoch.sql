update stillso_jobs set state = 'waiting', epoch = null, attempt = attempt - (state = 'leased') where epoch = @epoch
