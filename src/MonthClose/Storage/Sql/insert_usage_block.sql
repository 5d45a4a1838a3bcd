insert into usage_blocks (account_id, file_id, first_start, last_start, rows) values (@account, @file, @first, @last, @rows)
