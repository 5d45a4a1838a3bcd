insert into usage_files (name, sha256) values (@name, @sha)
on conflict (name) do update set sha256 = excluded.sha256 returning file_id
