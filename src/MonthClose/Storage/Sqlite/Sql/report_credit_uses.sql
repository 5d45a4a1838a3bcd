select u.credit_id, u.account_id, u.invoice_id, u.amount, u.currency, u.applied_at
from credit_uses u join invoices i on i.invoice_id = u.invoice_id where i.period = @period order by u.account_id, u.applied_at, u.ordinal
