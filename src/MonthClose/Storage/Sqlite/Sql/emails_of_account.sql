select as_of, kind, recipient, balance, currency, sent_at, invoice_id from emails where account_id = @account order by ordinal
