insert into stillso.subjects as s (subject, seq) select subject, 0 from unnest(@subjects::text[]) as asked (subject) order by subject collate "C"
on conflict (subject) do update set seq = s.seq
returning subject, seq
