select c.seq, c.at, c.change_id, c.subject, c.name, c.value
from stillso_changes c where exists (select 1 from ratings r where r.account_id = c.subject and r.period = @period)
order by c.subject, c.seq
