select e.as_of, e.kind, e.recipient, e.balance, e.currency, e.sent_at, e.invoice_id, i.state
from emails e left join stillso_intents i on i.intent_key = e.message_id where e.account_id = @account order by e.ordinal
