select loaded from credits where credit_id = @id
