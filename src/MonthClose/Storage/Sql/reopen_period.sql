update periods set state = 'open', closed_at = null where period = @period and state = 'closed'
