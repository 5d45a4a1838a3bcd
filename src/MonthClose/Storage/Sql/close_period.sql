update periods set state = 'closed', closed_at = @now where period = @period and state = 'closing'
