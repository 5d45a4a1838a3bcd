select stillso.drop_months(@before)
