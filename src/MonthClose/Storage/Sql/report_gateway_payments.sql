select p.gateway_reference, p.account_id, i.invoice_number, p.currency, iif(p.status = 'succeeded', p.amount, null)
from payments p left join invoices i on i.invoice_id = p.invoice_id
where p.gateway_reference is not null order by p.gateway_reference
