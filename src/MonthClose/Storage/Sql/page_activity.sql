-- A transfer may be several rows: one per invoice that it settled, and its rest.
select (coalesce(p.settled_at, p.decided_at) - @first) / @size,
    case when p.payment_method_id = 'bank_transfer' then 1 when p.status = 'succeeded' then 0 when p.status = 'unknown' then 3 else 2 end,
    count(distinct p.account_id || '/' || iif(p.payment_method_id = 'bank_transfer', cast(p.decided_at as text), 'no. ' || p.ordinal))
from payments p
where p.status <> 'canceled'
    and exists (select 1 from invoices i where i.account_id = p.account_id and i.period = @period and coalesce(p.invoice_id, i.invoice_id) = i.invoice_id)
group by 1, 2 order by 1, 2
