select h.account_id, h.invoice_id, h.placed_at, h.released_at, h.reason
from holds h where exists (select 1 from ratings r where r.account_id = h.account_id and r.period = @period)
order by h.account_id, h.placed_at, h.invoice_id
