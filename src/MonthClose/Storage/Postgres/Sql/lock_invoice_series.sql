select period from invoice_series where period = @period for no key update
