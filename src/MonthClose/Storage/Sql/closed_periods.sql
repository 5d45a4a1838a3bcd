select period from periods where state = 'closed'
