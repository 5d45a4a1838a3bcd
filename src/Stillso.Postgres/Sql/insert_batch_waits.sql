insert into stillso.batch_waits (job_id, batch) select * from unnest(@jobs::bigint[], @batches::text[]) on conflict do nothing
