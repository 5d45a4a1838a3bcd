update stillso.subjects s set seq = counted.seq from unnest(@subjects::text[], @seqs::bigint[]) as counted (subject, seq) where s.subject = counted.subject
