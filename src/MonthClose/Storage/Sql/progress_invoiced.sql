select count(*) from invoices where period = @period
