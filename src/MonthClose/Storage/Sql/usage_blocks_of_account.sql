select b.file_id, b.rows from usage_blocks b join usage_files f on f.file_id = b.file_id
where b.account_id = @account and b.file_id <= @through and f.visible = 1
    and b.first_start < @end and (b.last_start >= @billed_to or b.file_id > @billed_through)
order by b.file_id, b.rowid
