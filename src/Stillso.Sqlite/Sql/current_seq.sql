select seq from stillso_subjects where subject = @subject
