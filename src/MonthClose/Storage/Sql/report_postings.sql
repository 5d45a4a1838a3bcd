select period, ledger_account, currency, debit, credit from journal
