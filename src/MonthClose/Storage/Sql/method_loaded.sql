select loaded from payment_methods where payment_method_id = @id
