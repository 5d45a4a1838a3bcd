insert into stillso.limit_turns (limit_name, limit_key, next_at) values (@name, @key, @next_at)
on conflict (limit_name, limit_key) do update set next_at = excluded.next_at
