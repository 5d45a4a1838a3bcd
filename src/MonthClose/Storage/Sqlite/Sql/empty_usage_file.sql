delete from usage where file_id = @file
