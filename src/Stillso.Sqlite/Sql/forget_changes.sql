delete from stillso_changes
where (subject, seq) > (@subject, @seq) and (subject, seq) <= (@last_subject, @last_seq) and at < @before
