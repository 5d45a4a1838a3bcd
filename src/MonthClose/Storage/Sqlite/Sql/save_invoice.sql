insert into invoices (invoice_id, invoice_number, account_id, period, currency, subtotal, tax, carried_in, total, credits_applied, amount_paid,
    amount_due, status, issued_at, lines, dunning, retries)
values (@id, @number, @account, @period, @currency, @subtotal, @tax, @carried_in, @total, @credits_applied, @amount_paid,
    @amount_due, @status, @issued_at, @lines, @dunning, @retries)
on conflict (invoice_id) do update set credits_applied = excluded.credits_applied, amount_paid = excluded.amount_paid,
    amount_due = excluded.amount_due, status = excluded.status, dunning = excluded.dunning, retries = excluded.retries
