select h.account_id, h.invoice_id, h.placed_at, h.released_at, h.reason
from holds h join invoices i on i.invoice_id = h.invoice_id where i.period = @period order by h.account_id, h.placed_at
