select (select count(*) from accounts), (select count(*) from ratings where period = @period),
    (select count(*) from invoices where period = @period and invoice_number is not null),
    (select count(distinct p.invoice_id) from payments p join invoices i on i.invoice_id = p.invoice_id where i.period = @period and p.attempt is not null),
    (select count(*) from invoices where period = @period and status = 'paid'),
    (select count(distinct e.invoice_id) from emails e join invoices i on i.invoice_id = e.invoice_id where i.period = @period and e.kind = 'invoice')
