select max(period) from periods where state = 'closed' and period < @period
