update stillso.batches set pending = @pending, superseded = @superseded, parked = @parked, dead = @dead, discarded = @discarded,
    open = @open, cancelled = @cancelled, completed = @completed
where batch = @batch
