select period from periods where state in ('closing', 'closed') order by case state when 'closing' then 0 else 1 end, period desc limit 1
