insert into stillso.decisions (subject, seq, at, about, step, kind, believed, believed_at, found, found_at, causes, reason, code)
select * from unnest(
    @subjects::text[], @seqs::bigint[], @ats::bigint[], @abouts::text[], @steps::text[], @kinds::text[], @believeds::text[], @believed_ats::bigint[], @founds::text[], @found_ats::bigint[],
    @causes::text[], @reasons::text[], @codes::text[])
