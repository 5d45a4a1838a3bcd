delete from usage_files where file_id = @file and visible = 0
