select i.account_id, i.invoice_number, i.currency, i.issued_at, i.amount_due, a.name
from invoices i join accounts a on a.account_id = i.account_id
where i.status in ('open', 'parked') and i.invoice_number is not null order by i.account_id, i.invoice_number
