insert into journal (account_id, entry, line, at, period, ledger_account, debit, credit, currency, reference)
values (@account, @entry, @line, @at, @period, @ledger_account, @debit, @credit, @currency, @reference)
