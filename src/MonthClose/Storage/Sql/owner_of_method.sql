select account_id from payment_methods where payment_method_id = @method
