select count(*) from reopenings where period = @period
