insert into credit_uses (account_id, invoice_id, ordinal, credit_id, amount, currency, applied_at)
values (@account, @invoice, @ordinal, @credit, @amount, @currency, @at)
