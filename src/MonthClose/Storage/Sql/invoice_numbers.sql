select invoice_id, invoice_number from invoices
