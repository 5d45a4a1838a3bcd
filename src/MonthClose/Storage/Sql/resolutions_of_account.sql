select r.item, r.outcome, r.reason, r.at, coalesce(e.invoice_id, r.item)
from resolutions r left join emails e on e.message_id = r.item where r.account_id = @account order by r.resolution_id
