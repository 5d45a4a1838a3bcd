delete from stillso_decisions where (subject, seq) > (@subject, @seq) and at < @before
