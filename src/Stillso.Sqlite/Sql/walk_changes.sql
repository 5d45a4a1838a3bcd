select subject, seq from stillso_changes where (subject, seq) > (@subject, @seq) order by subject, seq limit 1 offset @most
