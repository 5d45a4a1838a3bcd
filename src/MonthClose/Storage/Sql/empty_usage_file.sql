delete from usage_blocks where file_id = @file
