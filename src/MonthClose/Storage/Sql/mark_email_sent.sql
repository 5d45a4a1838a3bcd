update emails set sent_at = @at where message_id = @id
