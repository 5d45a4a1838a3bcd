select j.entry, j.line, j.at, j.period, j.ledger_account, j.debit, j.credit, j.currency, j.reference
from journal j where exists (select 1 from accounts a where a.account_id = j.account_id) and @period <> ''
order by j.account_id, j.at, j.rowid
