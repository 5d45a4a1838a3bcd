select e.message_id, e.account_id, e.invoice_id, e.kind, e.recipient, e.as_of, e.balance, e.currency, e.sent_at, e.notice, e.rowid
from emails e where exists (select 1 from ratings r where r.account_id = e.account_id and r.period = @period)
order by e.account_id, e.as_of, e.ordinal
