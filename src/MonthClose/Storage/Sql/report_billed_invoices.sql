select i.account_id, i.invoice_id, i.invoice_number, i.period, i.currency, i.subtotal, i.tax, i.carried_in, i.total, i.credits_applied, i.amount_paid,
    i.status, i.issued_at, i.lines, i.dunning, i.retries, i.tax_rate, i.carried_to, i.notes, i.posted_in, a.name, a.country, a.time_zone
from invoices i join accounts a on a.account_id = i.account_id
where i.posted_in = @period and i.invoice_number is not null order by i.account_id
