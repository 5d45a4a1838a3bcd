select account_id, period, currency, subtotal from invoices
where invoice_number is not null and period < @period order by account_id, period desc
