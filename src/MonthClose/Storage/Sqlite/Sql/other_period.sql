select period from periods where period <> @period limit 1
