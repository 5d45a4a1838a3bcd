select e.rowid, e.message_id, case when exists (select 1 from ratings r where r.account_id = e.account_id and r.period = @period) then e.notice end
from emails e where e.rowid > @last order by e.rowid limit 256
