select u.credit_id, u.account_id, u.invoice_id, u.amount, u.currency, u.applied_at
from credit_uses u where exists (select 1 from ratings r where r.account_id = u.account_id and r.period = @period)
order by u.account_id, u.applied_at, u.ordinal, u.invoice_id
