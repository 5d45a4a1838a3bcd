select e.kind, count(*) from emails e join invoices i on i.invoice_id = e.invoice_id where i.period = @period group by e.kind
