select state from periods where period = @period
