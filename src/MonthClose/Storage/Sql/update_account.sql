update accounts set email = @email, currency = @currency, status = @status, gateway_customer_id = @customer where account_id = @id
