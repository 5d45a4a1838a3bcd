insert into periods (period, state, began_at) values (@period, 'closing', @now) on conflict (period) do nothing
