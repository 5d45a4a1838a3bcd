select at, 'reopened', reason from reopenings where period = @period
union all
select at, item || ' resolved as ' || outcome, reason from resolutions where account_id is null and item like '% of ' || @period || ')'
order by at
