insert into emails (account_id, ordinal, message_id, invoice_id, kind, recipient, as_of, balance, currency, sent_at, notice)
values (@account, @ordinal, @message_id, @invoice, @kind, @to, @as_of, @balance, @currency, @sent_at, @notice)
