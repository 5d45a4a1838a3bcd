select c.seq, c.at, c.change_id, c.subject, c.name, c.value
from stillso_changes c where exists (select 1 from accounts a where a.account_id = c.subject) and @period <> ''
order by c.subject, c.seq
