delete from stillso_keys where ordering_key in (select ordering_key from stillso_jobs where epoch = @epoch and ordering_key is not null)
