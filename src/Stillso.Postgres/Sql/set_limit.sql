insert into stillso.limits (limit_name, concurrency, starts, per, burst) values (@name, @concurrency, @starts, @per, @burst)
on conflict (limit_name) do update set concurrency = excluded.concurrency, starts = excluded.starts, per = excluded.per, burst = excluded.burst
