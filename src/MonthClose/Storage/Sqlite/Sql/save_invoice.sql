insert into invoices (invoice_id, invoice_number, account_id, period, currency, subtotal, tax, carried_in, total, credits_applied, amount_paid,
    amount_due, status, issued_at, lines, dunning, retries, tax_rate, carried_to, notes, posted_in)
values (@id, @number, @account, @period, @currency, @subtotal, @tax, @carried_in, @total, @credits_applied, @amount_paid,
    @amount_due, @status, @issued_at, @lines, @dunning, @retries, @tax_rate, @carried_to, @notes, @posted_in)
on conflict (invoice_id) do update set credits_applied = excluded.credits_applied, amount_paid = excluded.amount_paid,
    amount_due = excluded.amount_due, status = excluded.status, dunning = excluded.dunning, retries = excluded.retries,
    carried_to = excluded.carried_to,
    -- One that was parked before issue is issued now; an issued one never changes.
    invoice_number = coalesce(invoice_number, excluded.invoice_number), issued_at = coalesce(issued_at, excluded.issued_at),
    currency = iif(invoice_number is null, excluded.currency, currency), subtotal = iif(invoice_number is null, excluded.subtotal, subtotal),
    tax = iif(invoice_number is null, excluded.tax, tax), carried_in = iif(invoice_number is null, excluded.carried_in, carried_in),
    total = iif(invoice_number is null, excluded.total, total), lines = iif(invoice_number is null, excluded.lines, lines),
    tax_rate = iif(invoice_number is null, excluded.tax_rate, tax_rate), notes = iif(invoice_number is null, excluded.notes, notes),
    posted_in = coalesce(posted_in, excluded.posted_in)
