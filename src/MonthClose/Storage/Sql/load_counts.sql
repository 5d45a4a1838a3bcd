select i.value, (select count(*) from credit_uses u where u.account_id = i.value), (select count(*) from emails e where e.account_id = i.value),
    coalesce((select s.seq from stillso_subjects s where s.subject = i.value), 0)
from json_each(@ids) i where exists (select 1 from accounts a where a.account_id = i.value)
