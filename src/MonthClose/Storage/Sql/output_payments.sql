select p.account_id, p.ordinal, p.invoice_id, p.attempt, p.amount, p.currency, p.payment_method_id, p.status, p.decline_code,
    p.gateway_reference, p.idempotency_key, p.decided_at, p.decided_seq, p.settled_at
from payments p where p.status is not null
    and exists (select 1 from ratings r where r.account_id = p.account_id and r.period = @period)
order by p.account_id, p.decided_at, p.ordinal
