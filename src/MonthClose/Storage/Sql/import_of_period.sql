select import_id from periods where period = @period
