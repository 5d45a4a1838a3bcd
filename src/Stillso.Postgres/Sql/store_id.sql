select id::text from stillso.store
