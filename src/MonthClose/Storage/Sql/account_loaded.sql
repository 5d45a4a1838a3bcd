select loaded from accounts where account_id = @id
