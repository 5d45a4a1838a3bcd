select credit_id, account_id, kind, granted_at, expires_at, amount, remaining, currency from credits where posted = 1 order by credit_id
