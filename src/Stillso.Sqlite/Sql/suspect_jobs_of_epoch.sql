update stillso_jobs set lost_with = @begun, lost_alone = lost_alone + (@begun = 1) where epoch = @epoch and state = 'entered'
