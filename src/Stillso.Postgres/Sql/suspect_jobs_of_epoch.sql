update stillso.jobs set lost_with = @begun, lost_alone = lost_alone + (@begun = 1)::integer where epoch = @epoch and state = 'entered'
