select ledger_account, currency, debit, credit from journal where period = @period
