insert into stillso.unique_keys (unique_key, until_at) select * from unnest(@keys::text[], @untils::bigint[]) order by 1
on conflict (unique_key) do update set until_at = excluded.until_at
