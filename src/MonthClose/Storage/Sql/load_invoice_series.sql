select last_number, last_issued_at, last_account from invoice_series where period = @period
