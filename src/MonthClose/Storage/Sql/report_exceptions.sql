select lower(d.kind), d.step, d.reason, count(*) from stillso_decisions d
where d.kind in ('Parked', 'Superseded') and (d.about = @period or d.about = d.subject || '/' || @period)
group by 1, 2, 3 order by 1, 2, 3
