insert into stillso_subjects (subject, seq) values (@subject, 1)
on conflict (subject) do update set seq = seq + 1
