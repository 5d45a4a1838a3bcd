update stillso.jobs set state = 'waiting', epoch = null, attempt = attempt - (state = 'leased')::integer where epoch = @epoch
