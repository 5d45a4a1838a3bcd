select min(coalesce(p.settled_at, p.decided_at)), max(coalesce(p.settled_at, p.decided_at)) from payments p
where p.status <> 'canceled'
    and exists (select 1 from invoices i where i.account_id = p.account_id and i.period = @period and coalesce(p.invoice_id, i.invoice_id) = i.invoice_id)
