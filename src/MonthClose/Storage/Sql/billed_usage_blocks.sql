select b.rows from usage_blocks b join usage_files f on f.file_id = b.file_id
where b.account_id = @account and b.file_id <= @billed_through and f.visible = 1 and b.first_start < @billed_to and b.last_start >= @from
order by b.file_id, b.rowid
