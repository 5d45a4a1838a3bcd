select key, value from business
