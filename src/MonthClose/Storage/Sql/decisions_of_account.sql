select seq, at, step, kind, believed, believed_at, found, causes, reason, about from stillso_decisions where subject = @account order by seq
