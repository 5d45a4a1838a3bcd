insert into waiting_transfers (change_id, account_id, amount, currency, received_at) values (@change, @account, @amount, @currency, @received_at)
