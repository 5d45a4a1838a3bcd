select period from periods where state <> 'closed' order by period for share
