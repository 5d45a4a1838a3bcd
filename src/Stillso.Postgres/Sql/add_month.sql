select stillso.add_month(@name, @first_at, @next_at)
