select coalesce(max(file_id), 0) from usage_files where visible = 1
