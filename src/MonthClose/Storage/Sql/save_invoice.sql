insert into invoices (invoice_id, invoice_number, account_id, period, currency, subtotal, tax, carried_in, total, credits_applied, amount_paid,
    amount_due, status, issued_at, lines, dunning, retries, tax_rate, carried_to, notes, posted_in)
values (@id, @number, @account, @period, @currency, @subtotal, @tax, @carried_in, @total, @credits_applied, @amount_paid,
    @amount_due, @status, @issued_at, @lines, @dunning, @retries, @tax_rate, @carried_to, @notes, @posted_in)
on conflict (invoice_id) do update set credits_applied = excluded.credits_applied, amount_paid = excluded.amount_paid,
    amount_due = excluded.amount_due, status = excluded.status, dunning = excluded.dunning, retries = excluded.retries,
    carried_to = excluded.carried_to,
    -- One that was parked before issue is issued now; an issued one never changes.
    invoice_number = coalesce(invoices.invoice_number, excluded.invoice_number), issued_at = coalesce(invoices.issued_at, excluded.issued_at),
    currency = iif(invoices.invoice_number is null, excluded.currency, invoices.currency),
    subtotal = iif(invoices.invoice_number is null, excluded.subtotal, invoices.subtotal),
    tax = iif(invoices.invoice_number is null, excluded.tax, invoices.tax),
    carried_in = iif(invoices.invoice_number is null, excluded.carried_in, invoices.carried_in),
    total = iif(invoices.invoice_number is null, excluded.total, invoices.total),
    lines = iif(invoices.invoice_number is null, excluded.lines, invoices.lines),
    tax_rate = iif(invoices.invoice_number is null, excluded.tax_rate, invoices.tax_rate),
    notes = iif(invoices.invoice_number is null, excluded.notes, invoices.notes),
    posted_in = coalesce(invoices.posted_in, excluded.posted_in)
