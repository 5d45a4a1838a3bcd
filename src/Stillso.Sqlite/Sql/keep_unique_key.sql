insert into stillso_unique_keys (unique_key, until_at) values (@key, @until)
on conflict (unique_key) do update set until_at = excluded.until_at
