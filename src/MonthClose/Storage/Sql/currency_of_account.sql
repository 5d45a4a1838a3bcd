select currency from accounts where account_id = @id
