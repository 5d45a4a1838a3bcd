select i.subject, i.intent_key, i.sent_at, e.invoice_id from stillso_intents i join emails e on e.message_id = i.intent_key
where i.state = 'Unknown' and i.kind = 'email' order by i.sent_at, i.intent_key
