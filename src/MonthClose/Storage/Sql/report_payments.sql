-- What is left of a transfer belongs to no invoice: it counts for the last one that was issued before it came, or for the first.
select p.account_id, p.ordinal, p.invoice_id, p.attempt, p.amount, p.currency, p.payment_method_id, p.status, p.decline_code,
    p.gateway_reference, p.idempotency_key, p.decided_at, p.decided_seq, p.settled_at
from payments p where p.status is not null and @period = coalesce(
    (select i.period from invoices i where i.invoice_id = p.invoice_id),
    (select max(i.period) from invoices i where i.account_id = p.account_id and i.issued_at <= p.decided_at),
    (select min(i.period) from invoices i where i.account_id = p.account_id))
order by p.account_id, p.decided_at, p.ordinal
