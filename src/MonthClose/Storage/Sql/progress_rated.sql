select count(*) from ratings where period = @period
