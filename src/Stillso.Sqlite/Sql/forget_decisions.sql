delete from stillso_decisions
where (subject, seq) > (@subject, @seq) and (subject, seq) <= (@last_subject, @last_seq) and at < @before
