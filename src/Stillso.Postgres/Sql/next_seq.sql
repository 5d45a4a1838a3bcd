insert into stillso.subjects as s (subject, seq) values (@subject, 1) on conflict (subject) do update set seq = s.seq + 1 returning seq
