insert into periods (period, state, began_at, import_id) values (@period, 'closing', @now, (select coalesce(max(import_id), 0) from imports))
on conflict (period) do update set state = 'closing' where periods.state = 'open'
