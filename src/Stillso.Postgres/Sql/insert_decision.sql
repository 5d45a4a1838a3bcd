insert into stillso.decisions (subject, seq, at, about, step, kind, believed, believed_at, found, found_at, causes, reason, code)
values (@subject, @seq, @at, @about, @step, @kind, @believed, @believed_at, @found, @found_at, @causes, @reason, @code)
