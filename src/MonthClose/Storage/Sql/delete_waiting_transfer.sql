delete from waiting_transfers where change_id = @change
