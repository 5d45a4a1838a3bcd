select period, state from periods where period <> @period order by period
