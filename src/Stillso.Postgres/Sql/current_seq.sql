select seq from stillso.subjects where subject = @subject
