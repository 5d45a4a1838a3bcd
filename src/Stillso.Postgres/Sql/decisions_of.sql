select subject, seq, at, about, step, kind, believed, believed_at, found, found_at, causes, reason, code
from stillso.decisions where subject = @subject order by seq
