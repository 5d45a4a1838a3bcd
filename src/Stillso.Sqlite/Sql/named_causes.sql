select causes from stillso_decisions where subject = @subject and causes <> ''
