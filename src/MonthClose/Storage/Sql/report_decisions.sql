select d.seq, d.at, d.subject, d.about, d.step, d.kind, d.believed, d.believed_at, d.found, d.found_at, d.causes, d.reason
from stillso_decisions d where exists (select 1 from ratings r where r.account_id = d.subject and r.period = @period)
order by d.subject, d.seq
