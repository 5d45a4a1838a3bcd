select account_id, invoice_id, invoice_number, period, currency, subtotal, tax, carried_in, total, credits_applied, amount_paid, status,
    issued_at, lines, dunning, retries, tax_rate, carried_to, notes, posted_in
from invoices where account_id in (select value from json_each(@ids)) order by account_id, period
