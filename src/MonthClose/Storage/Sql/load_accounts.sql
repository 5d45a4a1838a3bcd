-- The account, and how many rows it has of what comes with it.
select account_id, name, email, currency, time_zone, status, display_currency, gateway_customer_id, country,
    (select count(*) from credit_uses u where u.account_id = a.account_id),
    (select count(*) from emails e where e.account_id = a.account_id),
    coalesce((select s.seq from stillso_subjects s where s.subject = a.account_id), 0),
    (select count(*) from payment_methods m where m.account_id = a.account_id),
    (select count(*) from credits c where c.account_id = a.account_id and (c.posted = 0 or c.remaining <> '0')),
    (select count(*) from invoices i where i.account_id = a.account_id),
    (select count(*) from waiting_transfers w where w.account_id = a.account_id),
    (select count(*) from payments p where p.account_id = a.account_id),
    (select count(*) from holds h where h.account_id = a.account_id)
from accounts a where account_id in (select value from json_each(@ids))
