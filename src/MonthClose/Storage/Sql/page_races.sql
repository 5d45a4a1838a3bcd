select coalesce(c.name, ''), d.step, lower(d.kind), count(*)
from stillso_decisions d
left join stillso_changes c on c.subject = d.subject and instr(';' || d.causes || ';', ';' || c.change_id || ';') > 0
where d.kind in ('Revised', 'Superseded') and (d.causes <> '' or d.believed <> d.found) and (d.about = @period or d.about = d.subject || '/' || @period)
group by 1, 2, 3 order by 1, 2, 3
