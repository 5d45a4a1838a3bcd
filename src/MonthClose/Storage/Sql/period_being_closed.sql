select period from periods order by case state when 'closing' then 0 when 'open' then 1 else 2 end, period desc limit 1
