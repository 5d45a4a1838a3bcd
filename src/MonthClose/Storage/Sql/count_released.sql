select count(*) from holds h join invoices i on i.invoice_id = h.invoice_id where i.period = @period and h.released_at is not null
