select causes from stillso.decisions where subject = @subject and causes <> ''
