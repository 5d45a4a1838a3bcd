select e.message_id, e.account_id, e.invoice_id, e.kind, e.recipient, e.as_of, e.balance, e.currency, e.sent_at, e.notice
from emails e join invoices i on i.invoice_id = e.invoice_id where i.period = @period order by e.account_id, e.as_of, e.ordinal
