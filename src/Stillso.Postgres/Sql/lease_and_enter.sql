with listed as (insert into stillso.leases (epoch, lease, jobs) values (@epoch, @lease, @jobs::bigint[])), over as (delete from stillso.leases where epoch = @epoch and lease = any(@over::bigint[]))
update stillso.jobs set state = 'entered', epoch = @epoch, attempt = attempt + 1, has_turn = false, unique_key = case unique_until when 'Begun' then null else unique_key end
where ctid = any(@rows::text[]::tid[]) and state = 'waiting' returning job_id
