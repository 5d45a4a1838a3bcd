select count(distinct invoice_id) from emails where invoice_id in (select invoice_id from invoices where period = @period)
