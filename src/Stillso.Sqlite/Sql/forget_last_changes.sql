delete from stillso_changes where (subject, seq) > (@subject, @seq) and at < @before
