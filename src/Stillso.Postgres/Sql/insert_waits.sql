insert into stillso.waits (job_id, waits_for) select * from unnest(@jobs::bigint[], @waits_for::bigint[]) on conflict do nothing
