select count(distinct invoice_id) from payments where status is not null and invoice_id in (select invoice_id from invoices where period = @period)
